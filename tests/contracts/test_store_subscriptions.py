"""Which channels stand for which edition."""

from dataclasses import replace

from bot.domain.edition import Layout, Subscription
from storage import Store
from tests.fakes.deliveries import MAIN, SLACK

WISHES = Subscription(
    channel=SLACK,
    at="07:05",
    timezone="America/New_York",
    weekdays=("mon", "sat"),
    limit=3,
    min_upvotes=12,
    interest=("추론", "retrieval augmented"),
    include=("agents",),
    exclude=('"; DROP TABLE subscriptions; --', "%"),
    layout=Layout.FULL,
    paused=True,
)


async def test_a_subscription_comes_back_as_it_was(store: Store) -> None:
    await store.subscriptions.save(WISHES)
    assert await store.subscriptions.get(SLACK) == WISHES
    assert await store.subscriptions.get(MAIN) is None


async def test_one_for_each_channel(store: Store) -> None:
    await store.subscriptions.save(WISHES)
    await store.subscriptions.save(Subscription(MAIN))
    changed = replace(Subscription(SLACK), at="09:00")
    await store.subscriptions.save(changed)
    assert list(await store.subscriptions.all()) == [Subscription(MAIN), changed]


async def test_removing(store: Store) -> None:
    await store.subscriptions.save(WISHES)
    assert await store.subscriptions.remove(SLACK)
    assert not await store.subscriptions.remove(SLACK)
    assert list(await store.subscriptions.all()) == []
