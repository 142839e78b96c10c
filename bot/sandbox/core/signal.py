"""Signal that wakes tasks which wait for a change. It knows nothing of the change."""

import asyncio


class Signal:
    """Wakes all tasks that wait at that moment; a later one waits for the next notification."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def notify_all(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, seconds: float) -> bool:
        """Return True once notified, False if the time was up first."""
        try:
            async with asyncio.timeout(max(seconds, 0)):
                await self._event.wait()
        except TimeoutError:
            return False
        return True
