"""Steps that the tests of the outbox take."""

from collections.abc import Sequence
from pathlib import Path

from bot.domain.delivery import Delivery, Kind, State
from storage import Store
from storage.opening import open_database
from storage.sqlite import Row, Transaction
from tests.fakes.deliveries import LEASE, NOON, PLATFORMS, after, delivery, ref

CARD = delivery("card", kind=Kind.CARD, paper="2512.00001")


async def claimed(store: Store, seconds: float = 0, platforms: Sequence[str] = PLATFORMS) -> Delivery | None:
    return await store.outbox.claim(after(seconds), after(seconds) + LEASE, platforms)


async def key(store: Store, seconds: float = 0) -> str:
    """The key of what is given out; empty for nothing."""
    given = await claimed(store, seconds)
    return given.key if given else ""


async def owe(store: Store, *deliveries: Delivery) -> None:
    assert await store.outbox.owe(deliveries, NOON) == len(deliveries)


async def sent(store: Store, *deliveries: Delivery, first: int = 1) -> None:
    """Owes and settles them one after the other; their refs count from `first`."""
    for number, one in enumerate(deliveries, start=first):
        await owe(store, one)
        assert await key(store) == one.key
        await store.outbox.settle(one.key, ref(number, one.channel), after(number))


async def state(store: Store, of: str) -> State:
    found = await store.outbox.get(of)
    assert found is not None
    return found.state


async def attempts(database: Path) -> list[Row]:
    async with open_database(database) as opened:
        return await opened.read(Transaction.rows, "SELECT key, state, reason FROM attempts ORDER BY rowid")
