"""Waking those who wait for something to change. It knows nothing of what changed."""

import asyncio


class Signal:
    """Rings to everybody who waits at that moment; who comes later waits for the next ring."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def notify_all(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, seconds: float) -> bool:
        """True when it rang, False when the time was up first."""
        try:
            async with asyncio.timeout(max(seconds, 0)):
                await self._event.wait()
        except TimeoutError:
            return False
        return True
