-- Instants are bigint microseconds UTC; ids are UUIDv7 (uuid on PostgreSQL, 16 bytes on SQLite);
-- lists of closed words are texts separated by single spaces. The same text runs on both engines.

create table account (
  id uuid not null primary key,
  email text not null,
  email_key text not null,
  password_hash text not null,
  role text not null,
  status text not null,
  answer text not null,
  age_confirmed boolean not null,
  created_at bigint not null,
  last_seen_day bigint not null
);
create unique index account_email on account (email_key);
create index account_status on account (status, id);
create index account_admin on account (id) where role = 'admin';

create table profile (
  account_id uuid not null primary key references account (id),
  handle text not null,
  handle_key text not null,
  display_name text not null,
  bio text not null,
  visibility text not null,
  listed boolean not null,
  follower_count bigint not null,
  version bigint not null
);
create unique index profile_handle on profile (handle_key);

create table handle_history (
  handle_key text not null primary key,
  account_id uuid not null references account (id),
  reserved_until bigint not null
);
create index handle_history_account on handle_history (account_id, reserved_until);

create table session (
  id uuid not null primary key,
  account_id uuid not null references account (id),
  secret_hash bytea not null,
  kind text not null,
  remember boolean not null,
  user_agent text not null,
  network text not null,
  created_at bigint not null,
  last_used_at bigint not null,
  expires_at bigint not null,
  revoked_at bigint
);
create unique index session_secret on session (secret_hash);
create index session_account on session (account_id, id);
create index session_expiry on session (expires_at);

create table api_token (
  id uuid not null primary key,
  account_id uuid not null references account (id),
  name text not null,
  secret_hash bytea not null,
  scopes text not null,
  created_at bigint not null,
  expires_at bigint not null,
  last_used_day bigint not null,
  revoked_at bigint
);
create unique index api_token_secret on api_token (secret_hash);
create index api_token_account on api_token (account_id, id);

create table invite (
  id uuid not null primary key,
  code_hash bytea not null,
  created_by uuid not null references account (id),
  uses_left bigint not null,
  created_at bigint not null,
  expires_at bigint not null
);
create unique index invite_code on invite (code_hash);
create index invite_creator on invite (created_by);

-- At most one row: the code that lets the first administrator in.
create table setup_code (
  id bigint not null primary key,
  code_hash bytea not null,
  attempts_left bigint not null,
  expires_at bigint not null
);

create table site_setting (
  name text not null primary key,
  value text not null,
  updated_at bigint not null
);

create table story (
  id uuid not null primary key,
  slug text not null,
  title text not null,
  blurb text not null,
  language text not null,
  owner_id uuid not null references account (id),
  state text not null,
  audience text not null,
  serial_status text not null,
  hiatus_since bigint,
  hiatus_note text not null,
  rating text not null,
  warnings_answer text not null,
  warnings text not null,
  ai_use text not null,
  original boolean not null,
  default_note_before text not null,
  default_note_after text not null,
  license text not null,
  download boolean not null,
  mod_state text not null,
  owner_banned boolean not null,
  deleted_at bigint,
  deleted_by uuid,
  first_published_at bigint,
  last_chapter_at bigint,
  bumped_at bigint not null,
  completed_at bigint,
  word_count bigint not null,
  chapter_count bigint not null,
  follower_count bigint not null,
  trend_key double precision not null,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  listed boolean not null generated always as (
    state = 'published' and audience = 'public' and mod_state = 'ok' and not owner_banned
    and deleted_at is null and chapter_count > 0 and first_published_at is not null
  ) stored,
  listed_for_members boolean not null generated always as (
    state = 'published' and audience in ('public', 'members') and mod_state = 'ok'
    and not owner_banned and deleted_at is null and chapter_count > 0
    and first_published_at is not null
  ) stored
);
create unique index story_slug on story (slug);
create index story_owner on story (owner_id, id);
create index story_trending on story (trend_key desc, id desc) where listed;
create index story_new on story (first_published_at desc, id desc) where listed;
create index story_updated on story (bumped_at desc, id desc) where listed;
create index story_trash on story (deleted_at, id) where deleted_at is not null;

-- Every slug a story or chapter had before; an old slug is never given to another.
create table story_slug_history (
  slug text not null primary key,
  story_id uuid not null references story (id),
  at bigint not null
);
create index story_slug_history_story on story_slug_history (story_id);

create table volume (
  id uuid not null primary key,
  story_id uuid not null references story (id),
  position bigint not null,
  title text not null
);
create index volume_story on volume (story_id, position);

create table chapter (
  id uuid not null primary key,
  story_id uuid not null references story (id),
  volume_id uuid references volume (id),
  position bigint not null,
  number bigint,
  kind text not null,
  title text not null,
  slug text not null,
  note_before text not null,
  note_after text not null,
  warnings text not null,
  head_revision_id uuid,
  live_revision_id uuid,
  state text not null,
  publish_at bigint,
  published_at bigint,
  queued boolean not null,
  silent boolean not null,
  mod_state text not null,
  deleted_at bigint,
  deleted_by uuid,
  word_count bigint not null,
  live_word_count bigint not null,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null
);
create unique index chapter_slug on chapter (story_id, slug) where deleted_at is null;
create index chapter_order on chapter (story_id, position, id);
create index chapter_volume on chapter (volume_id);
create index chapter_due on chapter (publish_at, id) where state = 'scheduled' and deleted_at is null;
create index chapter_coming on chapter (story_id, publish_at, id) where state = 'scheduled' and deleted_at is null;
create index chapter_queue on chapter (story_id, position, id) where queued and deleted_at is null;
create index chapter_trash on chapter (deleted_at, id) where deleted_at is not null;

create table chapter_slug_history (
  story_id uuid not null references story (id),
  slug text not null,
  chapter_id uuid not null references chapter (id),
  at bigint not null,
  primary key (story_id, slug)
);
create index chapter_slug_history_chapter on chapter_slug_history (chapter_id);

create table revision (
  id uuid not null primary key,
  chapter_id uuid not null references chapter (id),
  n bigint not null,
  kind text not null,
  label text not null,
  words bigint not null,
  characters bigint not null,
  author_id uuid not null,
  created_at bigint not null,
  -- The long texts come last: SQLite then reads the columns before them without them.
  source text not null,
  blocks text not null
);
create unique index revision_number on revision (chapter_id, n);

create table release_plan (
  story_id uuid not null primary key references story (id),
  zone text not null,
  weekdays text not null,
  local_time text not null,
  every_n_weeks bigint not null,
  per_slot bigint not null,
  anchor text not null,
  paused_until bigint,
  active boolean not null,
  next_slot_at bigint,
  version bigint not null
);
create index release_plan_due on release_plan (next_slot_at, story_id) where active;

create table collaborator (
  story_id uuid not null references story (id),
  account_id uuid not null references account (id),
  role text not null,
  invited_by uuid not null,
  created_at bigint not null,
  accepted_at bigint,
  primary key (story_id, account_id)
);
create index collaborator_account on collaborator (account_id, story_id);

create table tag (
  id uuid not null primary key,
  kind text not null,
  name text not null,
  slug text not null,
  canonical_id uuid references tag (id),
  banned boolean not null,
  usage_count bigint not null,
  created_at bigint not null
);
create unique index tag_slug on tag (slug);
create index tag_usage on tag (usage_count desc, id desc) where not banned and usage_count > 0;
create index tag_kind_usage on tag (kind, usage_count desc, id desc)
  where not banned and usage_count > 0;
create index tag_canonical on tag (canonical_id);

-- The sort keys of the story stand here again, so that a tag's page is one index range. For the same
-- reason a story that carries a synonym has a row for the canonical tag too: an implied one.
create table story_tag (
  story_id uuid not null references story (id),
  tag_id uuid not null references tag (id),
  position bigint not null,
  implied boolean not null,
  listed boolean not null,
  trend_key double precision not null,
  first_published_at bigint not null,
  bumped_at bigint not null,
  primary key (story_id, tag_id)
);
create index story_tag_tag on story_tag (tag_id, story_id);
create index story_tag_trending on story_tag (tag_id, trend_key desc, story_id desc) where listed;
create index story_tag_new on story_tag (tag_id, first_published_at desc, story_id desc) where listed;
create index story_tag_updated on story_tag (tag_id, bumped_at desc, story_id desc) where listed;

create table follow_story (
  account_id uuid not null references account (id),
  story_id uuid not null references story (id),
  created_at bigint not null,
  primary key (account_id, story_id)
);
create index follow_story_story on follow_story (story_id, account_id);

create table follow_user (
  follower_id uuid not null references account (id),
  followee_id uuid not null references account (id),
  created_at bigint not null,
  primary key (follower_id, followee_id)
);
create index follow_user_followee on follow_user (followee_id, follower_id);

create table reading_progress (
  account_id uuid not null references account (id),
  story_id uuid not null references story (id),
  chapter_id uuid not null references chapter (id),
  block text not null,
  fraction double precision not null,
  client_time bigint not null,
  device text not null,
  seq bigint not null,
  furthest_chapter_id uuid not null references chapter (id),
  furthest_block text not null,
  furthest_fraction double precision not null,
  furthest_client_time bigint not null,
  furthest_device text not null,
  furthest_seq bigint not null,
  primary key (account_id, story_id)
);
create index reading_progress_recent on reading_progress (account_id, client_time desc, story_id desc);
create index reading_progress_story on reading_progress (story_id);
create index reading_progress_chapter on reading_progress (chapter_id);
create index reading_progress_furthest on reading_progress (furthest_chapter_id);

create table chapter_read (
  account_id uuid not null references account (id),
  chapter_id uuid not null references chapter (id),
  story_id uuid not null references story (id),
  first_at bigint not null,
  last_at bigint not null,
  max_fraction double precision not null,
  completed_at bigint,
  primary key (account_id, chapter_id)
);
create index chapter_read_story on chapter_read (story_id, account_id);
create index chapter_read_chapter on chapter_read (chapter_id);

-- A reader counts once per story, kind and UTC day.
create table engagement (
  story_id uuid not null references story (id),
  actor bytea not null,
  kind text not null,
  day bigint not null,
  trust text not null,
  at bigint not null,
  primary key (story_id, actor, kind, day)
);
create index engagement_day on engagement (story_id, day);

create table outbox (
  id uuid not null primary key,
  kind text not null,
  aggregate_id uuid not null,
  payload text not null,
  at bigint not null,
  processed_at bigint
);
create index outbox_pending on outbox (id) where processed_at is null;
create index outbox_processed on outbox (processed_at, id) where processed_at is not null;

create table audit_event (
  id uuid not null primary key,
  at bigint not null,
  actor_id uuid,
  action text not null,
  object_id uuid,
  detail text not null
);
create index audit_event_actor on audit_event (actor_id, id);

-- `unfinished` while something half written or half removed stands in the store: its story then has
-- no collaborator, so that nobody can see it, and whoever cleans up finds it here.
create table import_run (
  id uuid not null primary key,
  account_id uuid not null references account (id),
  story_id uuid references story (id),
  source_name text not null,
  format text not null,
  digest bytea not null,
  title text not null,
  chapter_count bigint not null,
  word_count bigint not null,
  unfinished boolean not null,
  alive_at bigint not null,
  created_at bigint not null,
  finished_at bigint,
  undone_at bigint,
  report text not null,
  made text not null
);
create index import_run_account on import_run (account_id, id);
create index import_run_story on import_run (story_id);
create index import_run_source on import_run (account_id, digest);
create index import_run_unfinished on import_run (alive_at, id) where unfinished;

-- What `quire demo load` made, so that `quire demo clear` removes exactly that.
create table demo_item (
  id uuid not null primary key,
  kind text not null,
  created_at bigint not null
);
