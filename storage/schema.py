"""The schema as steps. A step that was released is never changed: a change is a new step at the end.

Plain SQL that PostgreSQL takes as well but for BLOB. Moments are UTC text of fixed width, so they sort;
days are `YYYY-MM-DD`; a channel is `platform:id`; lists and messages are JSON.
"""

LIBRARY = """
CREATE TABLE papers (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    abstract TEXT NOT NULL,
    authors TEXT NOT NULL,
    published TEXT,
    organization TEXT NOT NULL,
    code TEXT NOT NULL,
    project TEXT NOT NULL,
    withdrawn INTEGER NOT NULL
);

CREATE TABLE listings (
    day TEXT NOT NULL,
    paper TEXT NOT NULL REFERENCES papers (id),
    place INTEGER NOT NULL,
    first_upvotes INTEGER NOT NULL,
    upvotes INTEGER NOT NULL,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    PRIMARY KEY (day, paper)
);

CREATE TABLE texts (
    paper TEXT NOT NULL,
    hash TEXT NOT NULL,
    origin TEXT NOT NULL,
    characters INTEGER NOT NULL,
    body BLOB NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (paper, hash)
);

CREATE TABLE summaries (
    paper TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    model TEXT NOT NULL,
    prompt_version TEXT NOT NULL,
    origin TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    summary TEXT,
    findings TEXT NOT NULL,
    figures INTEGER NOT NULL,
    excerpt INTEGER NOT NULL,
    instructs INTEGER NOT NULL,
    fallback TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (paper, text_hash, model, prompt_version)
);
"""

EDITIONS = """
CREATE TABLE subscriptions (
    channel TEXT NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    timezone TEXT NOT NULL,
    weekdays TEXT NOT NULL,
    most INTEGER NOT NULL,
    min_upvotes INTEGER NOT NULL,
    interest TEXT NOT NULL,
    include TEXT NOT NULL,
    exclude TEXT NOT NULL,
    layout TEXT NOT NULL,
    paused INTEGER NOT NULL
);

CREATE TABLE editions (
    id INTEGER NOT NULL PRIMARY KEY,
    channel TEXT NOT NULL,
    day TEXT NOT NULL,
    number INTEGER NOT NULL,
    days TEXT NOT NULL,
    listed INTEGER NOT NULL,
    at TEXT NOT NULL,
    local_date TEXT,
    due TEXT,
    layout TEXT NOT NULL,
    header_owed INTEGER NOT NULL,
    caught_up INTEGER NOT NULL,
    UNIQUE (channel, day, number),
    UNIQUE (channel, due)
);
CREATE INDEX editions_day ON editions (day);
CREATE INDEX editions_at ON editions (channel, at);

CREATE TABLE taken (
    channel TEXT NOT NULL,
    paper TEXT NOT NULL,
    edition INTEGER REFERENCES editions (id),
    place INTEGER NOT NULL,
    how TEXT NOT NULL,
    upvotes INTEGER NOT NULL,
    interest TEXT NOT NULL,
    outcome TEXT,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (channel, paper)
);
CREATE INDEX taken_edition ON taken (edition);
"""

OUTBOX = """
CREATE TABLE deliveries (
    seq INTEGER NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    lane TEXT NOT NULL,
    kind TEXT NOT NULL,
    platform TEXT NOT NULL,
    channel TEXT NOT NULL,
    paper TEXT,
    parent TEXT REFERENCES deliveries (key),
    edition INTEGER REFERENCES editions (id),
    message TEXT NOT NULL,
    state TEXT NOT NULL,
    ref TEXT,
    attempts INTEGER NOT NULL,
    absences INTEGER NOT NULL,
    reason TEXT NOT NULL,
    due TEXT,
    lease_until TEXT,
    tried_after INTEGER,
    sent_order INTEGER,
    created_at TEXT NOT NULL,
    sent_at TEXT
);
CREATE INDEX deliveries_open ON deliveries (seq) WHERE state IN ('pending', 'sending', 'unknown');
CREATE INDEX deliveries_lane ON deliveries (lane, seq) WHERE state IN ('pending', 'sending', 'unknown');
CREATE INDEX deliveries_sent ON deliveries (channel, sent_order) WHERE state = 'sent';
CREATE INDEX deliveries_thread ON deliveries (parent, sent_order) WHERE state = 'sent';
CREATE INDEX deliveries_edition ON deliveries (edition);

CREATE VIEW open_deliveries AS
SELECT * FROM deliveries WHERE state IN ('pending', 'sending', 'unknown');

CREATE VIEW lane_heads AS
SELECT * FROM open_deliveries AS head WHERE NOT EXISTS (
    SELECT 1 FROM open_deliveries AS earlier WHERE earlier.lane = head.lane AND earlier.seq < head.seq
);

CREATE TABLE attempts (
    key TEXT NOT NULL REFERENCES deliveries (key),
    at TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX attempts_key ON attempts (key);
"""

REQUESTS = """
CREATE TABLE threads (
    channel TEXT NOT NULL,
    thread TEXT NOT NULL,
    paper TEXT NOT NULL,
    card TEXT NOT NULL REFERENCES deliveries (key),
    PRIMARY KEY (channel, thread)
);

CREATE TABLE requests (
    seq INTEGER NOT NULL PRIMARY KEY,
    event TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    thread TEXT NOT NULL,
    message TEXT NOT NULL,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    may_manage INTEGER NOT NULL,
    text TEXT NOT NULL,
    paper TEXT,
    reply_to TEXT NOT NULL,
    reply_until TEXT,
    at TEXT NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL,
    due TEXT,
    lease_until TEXT,
    done_at TEXT
);
CREATE INDEX requests_waiting ON requests (channel, thread) WHERE state = 'waiting';
CREATE INDEX requests_message ON requests (channel, message) WHERE state = 'waiting';

CREATE TABLE turns (
    person TEXT NOT NULL PRIMARY KEY,
    turn INTEGER NOT NULL
);
"""

CALENDAR = """
ALTER TABLE subscriptions ADD COLUMN since TEXT;
ALTER TABLE subscriptions ADD COLUMN switched_on_by TEXT NOT NULL DEFAULT '';

CREATE TABLE silences (
    channel TEXT NOT NULL,
    day TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    due TEXT,
    PRIMARY KEY (channel, day, reason)
);
CREATE INDEX silences_due ON silences (channel, due);
CREATE INDEX silences_day ON silences (day);
"""

# SQLite's own full-text search; another database has its own and fills it from `summaries`.
SEARCH = """
CREATE VIRTUAL TABLE search USING fts5 (paper UNINDEXED, hangul, words, tokenize = 'porter unicode61');
"""

# What is said below the cards. `answers`: for an answer of ours the question's message. A message that was
# deleted stays as an empty row, so that it is known when it comes again.
TALK = """
CREATE TABLE said (
    seq INTEGER NOT NULL PRIMARY KEY,
    channel TEXT NOT NULL,
    thread TEXT NOT NULL,
    message TEXT NOT NULL,
    answers TEXT NOT NULL,
    event TEXT NOT NULL,
    speaker TEXT NOT NULL,
    text TEXT NOT NULL,
    mentions_us INTEGER NOT NULL,
    mentions_others INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (channel, message, answers)
);
CREATE INDEX said_thread ON said (channel, thread, seq);
CREATE INDEX said_at ON said (at);

CREATE TABLE silenced (
    channel TEXT NOT NULL,
    thread TEXT NOT NULL,
    PRIMARY KEY (channel, thread)
);
"""

# By UTC hours (`YYYY-MM-DDTHH`), so that a day can be summed in any zone.
BOOKS = """
CREATE TABLE model_usage (
    hour TEXT NOT NULL PRIMARY KEY,
    calls INTEGER NOT NULL,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL
);
"""

STEPS = (LIBRARY, EDITIONS, OUTBOX, REQUESTS, CALENDAR, SEARCH, TALK, BOOKS)
