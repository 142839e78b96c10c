"""Command line of the emulator: `python -m bot.sandbox` serves it until it is stopped."""

import argparse
import logging
from pathlib import Path

from aiohttp import web

from bot.sandbox.options import Options, load_sample_people
from bot.sandbox.server import create_app


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--people", type=Path, help="a JSON list of sample people")
    parser.add_argument("--data", type=Path, help="a folder to keep chats in across restarts")
    given = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    options = Options(people=load_sample_people(given.people) if given.people else (), data_folder=given.data)
    web.run_app(
        create_app(options),
        host=given.host,
        port=given.port,
        print=None,
        access_log=None,  # its lines hold addresses, and addresses hold tokens
        shutdown_timeout=2,
    )


if __name__ == "__main__":
    main()
