"""Handling of refusals: a part of a message that is refused as wrong is sent in its next simpler form.

Knows neither library: a part is sent by the adapter that hands its own call over.
"""

import logging
from dataclasses import replace
from typing import Protocol

from bot.dialogue.inputs import FileKind
from bot.messengers.error_mapping import EndpointNotFound, file_problem
from bot.messengers.port import (
    Attachment,
    AttachmentRefused,
    MessengerFailure,
    NoLongerThere,
    RequestRejected,
    SentMessage,
    TopicClosed,
)
from bot.messengers.send_plan import MessagePart

log = logging.getLogger(__name__)


class SendPart(Protocol):
    async def __call__(self, part: MessagePart, *, upload: bool) -> SentMessage:
        """Make one call. `upload` sends a file's content though the messenger has an id for it."""
        ...


async def send_or_simplify(send: SendPart, part: MessagePart) -> SentMessage:
    """Send a part, a text in a simpler form where it is refused.

    Raises RequestRejected when the simplest form is refused, AttachmentRefused for a file, TopicClosed at once.
    """
    if part.attachment is not None:
        return await _send_file(send, part, part.attachment)
    for simpler in part.simpler:
        try:
            return await send(part, upload=False)
        except (TopicClosed, EndpointNotFound):
            raise
        except RequestRejected as refusal:
            log.warning("a message was refused and is sent in a simpler form: %s", refusal)
            part = simpler
    return await send(part, upload=False)


async def _send_file(send: SendPart, part: MessagePart, file: Attachment) -> SentMessage:
    """Send a file: by its id, uploaded, or as a document.

    Raises NoLongerThere where the messenger has forgotten the id and there is no content to upload.
    """
    try:
        return await _send_known_or_upload(send, part, file)
    except TopicClosed:
        raise
    except (RequestRejected, NoLongerThere) as refusal:
        if isinstance(refusal, NoLongerThere) and not file.content:
            raise
        return await _send_as_document(send, part, file, refusal)


async def _send_known_or_upload(send: SendPart, part: MessagePart, file: Attachment) -> SentMessage:
    try:
        return await send(part, upload=False)
    except NoLongerThere:
        if not (file.remote_id and file.content):
            raise
        return await send(part, upload=True)


async def _send_as_document(
    send: SendPart, part: MessagePart, file: Attachment, refusal: MessengerFailure
) -> SentMessage:
    """Send a refused photo or voice as a document. Its id there is of no use for the kind that it has."""
    problem = file_problem(refusal)
    if file.kind is FileKind.DOCUMENT or not file.content or problem == "large":
        raise AttachmentRefused(str(refusal), problem) from None
    log.warning("a file was refused and is sent as a document: %s", refusal)
    document = replace(file, kind=FileKind.DOCUMENT, remote_id="")
    try:
        sent = await send(replace(part, attachment=document), upload=True)
    except (RequestRejected, NoLongerThere) as again:
        raise AttachmentRefused(str(again), problem) from None
    return SentMessage(message_id=sent.message_id)
