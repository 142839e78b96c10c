"""The four things that are added, each with the edits and the new files that it takes.

New files are the templates of its folder, by their paths in the tree: what begins with `tests/` is its test.
"""

from dataclasses import dataclass
from pathlib import Path

from tests.newcomer.edits import Edit

TEMPLATES = Path(__file__).with_name("templates")
SUFFIX = ".txt"  # a template is no module: it fits only the tree that it is added to
VERSIONS = "bot/storage/migrations/versions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """`goal` is how many product files it may touch at most; `checks` are existing tests that must hold afterwards."""

    name: str
    goal: int
    edits: tuple[Edit, ...]
    checks: tuple[str, ...] = ("tests/i18n/test_catalog.py",)

    @property
    def templates(self) -> Path:
        return TEMPLATES / self.name

    def apply(self, root: Path) -> tuple[str, ...]:
        """Add it to the tree at `root`. Return its tests; raises MovedAnchor before anything of a file is written."""
        for edit in self.edits:
            edit.apply(root)
        return tuple(path for path in self._write_templates(root) if path.startswith("tests/"))

    def _write_templates(self, root: Path) -> list[str]:
        last = max(path.name.partition("_")[0] for path in (root / VERSIONS).glob("[0-9]*.py"))
        revisions = {"NEXT_REVISION": f"{int(last) + 1:04}", "LAST_REVISION": last}
        written = []
        for template in sorted(self.templates.rglob(f"*{SUFFIX}")):
            name = _filled(template.relative_to(self.templates).as_posix().removesuffix(SUFFIX), revisions)
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_filled(template.read_text(encoding="utf-8"), revisions), encoding="utf-8")
            written.append(name)
        return written


def _filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(name, value)
    return text


REPORT, REPORTING = "handlers/services/report.py", "bot/relief/services/reporting.py"
HOURS = """
service-report-hours = {question}
    .label = {label}
    .skip = {skip}
    .help = {help}
"""

QUESTION = Addition(
    name="question",
    goal=6,
    edits=(
        Edit(path=REPORT, within="class ServiceReport", after="people:", insert="hours: int | None = None"),
        Edit(path=REPORT, within="def to_new_service", after="people=", insert="hours=report.hours,"),
        Edit(
            path=REPORT,
            within="def report_answers",
            before="return group",
            insert='hours = {"hours": report.hours} if report.kind is Kind.VOLUNTEER_WORK else {}',
        ),
        Edit(
            path=REPORT, within="def report_answers", after="return group", instead="group |", insert="group | hours |"
        ),
        Edit(
            path=REPORT,
            before="SERVICE_QUESTIONS = (",
            insert="""
                def _is_volunteer_work(values: FormValues[ServiceContext]) -> bool:
                    return values.answers.get("kind") == Kind.VOLUNTEER_WORK.value
            """,
        ),
        Edit(
            path=REPORT,
            within="SERVICE_QUESTIONS = (",
            after='Choice("kind"',
            insert='NumberQuestion("hours", optional=True, when=_is_volunteer_work, minimum=1, maximum=1_000),',
        ),
        Edit(path=REPORTING, within="class NewService", after="joint:", insert="hours: int | None = None"),
        Edit(path=REPORTING, within="async def insert_service", after="joint=", insert="hours=new.hours,"),
        Edit(path=REPORTING, within="async def stored_report", after="joint=", insert="hours=row.hours,"),
        Edit(
            path="bot/storage/tables/services.py",
            within="class Service(",
            after="people:",
            insert="hours: Mapped[int | None]",
        ),
        Edit(
            path="locales/fa/services/report.ftl",
            before="service-report-value =",
            insert=HOURS.format(
                question="چند ساعت کار شد؟ مثال: ۳",
                label="ساعت کار",
                skip="یادم نیست",
                help="عددی بنویسید؛ تخمین هم خوب است.",
            ),
        ),
        Edit(
            path="locales/en/services/report.ftl",
            before="service-report-value =",
            insert=HOURS.format(
                question="How many hours of work were it? Example: 3",
                label="Hours",
                skip="I do not know",
                help="Write a number; an estimate will do.",
            ),
        ),
    ),
    checks=(
        "tests/i18n/test_catalog.py",
        "tests/dialogue/test_report_answers.py",
        "tests/storage/test_migrations.py::test_up_down_up_ends_at_the_declared_tables",
    ),
)

CUTS = "bot/relief/summaries/cuts.py"
CUT = Addition(
    name="cut",
    goal=3,
    edits=(
        Edit(path=CUTS, after="from bot.relief.vocabulary import", insert="from bot.relief.vocabulary import UnitKind"),
        Edit(path=CUTS, after="from bot.storage.tables import", insert="from bot.storage.tables import Unit"),
        Edit(
            path=CUTS,
            before="CUTS:",
            insert="""
                UNIT_KIND = Cut(
                    name="unit-kind",
                    column=Unit.kind,
                    joins=((Unit, Unit.id == Total.unit_id),),
                    parse=UnitKind,
                    label=enum_text,
                    line=CutLine.SHARES,
                )

            """,
        ),
        Edit(path=CUTS, after="CUTS:", instead="DOMAIN)", insert="DOMAIN, UNIT_KIND)"),
        Edit(
            path="locales/fa/summaries/summary.ftl",
            after="summary-by-domain =",
            insert="summary-by-unit-kind = به تفکیک نوع واحد",
        ),
        Edit(
            path="locales/en/summaries/summary.ftl",
            after="summary-by-domain =",
            insert="summary-by-unit-kind = By kind of unit",
        ),
    ),
)

CONVERSATION = Addition(
    name="conversation",
    goal=5,
    edits=(
        Edit(
            path="handlers/people/me.py",
            after='view_button(text("holdings-ask")',
            insert='form_button(text("work-value-title"), "work-value"),',
        ),
    ),
)

MESSENGER = Addition(
    name="messenger",
    goal=3,
    edits=(
        Edit(
            path="bot/settings/messengers.py",
            within="MESSENGERS = (",
            insert="""
                MessengerSpec(
                    name="stub",
                    title="Stub",
                    adapter="bot.messengers.stub:StubMessenger",
                    default_api="https://api.stub.example",
                    token_pattern=re.compile(r"[^\\s/?#]+"),
                    token_description="the token that Stub gave, without spaces",  # noqa: S106 - a description
                ),
            """,
        ),
        Edit(
            path="README.md",
            after="| `HAMYAR_BALE_PROXY`",
            insert="| `HAMYAR_STUB_TOKEN`, `HAMYAR_STUB_API`, `HAMYAR_STUB_PROXY` | as for Bale | no Stub |",
        ),
    ),
    checks=("tests/test_settings.py",),
)

ADDITIONS = (QUESTION, CUT, CONVERSATION, MESSENGER)
