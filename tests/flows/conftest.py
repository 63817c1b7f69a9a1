"""The world of the use cases, for those that go on after an edition."""

from tests.usecases.conftest import full_world, monday, published, world

__all__ = ["full_world", "monday", "published", "world"]
