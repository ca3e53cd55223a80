-- Full-text search. Texts come folded: words of letters and digits, parted by single spaces.
-- `doc` is the place of a document among all of its kind, the newest last.

create sequence search_document_doc as bigint;

create table search_document (
  doc bigint not null primary key,
  object_id uuid not null,
  story_id uuid
);
create unique index search_document_object on search_document (object_id);
create index search_document_story on search_document (story_id);

-- The vectors also hold the blocks of documents this one lies in (see `search::find_in_title`).
create table search_text (
  doc bigint not null primary key,
  title text not null,
  body text not null,
  title_words tsvector not null,
  words tsvector not null
);
create index search_text_title on search_text using gin (title_words)
  with (gin_pending_list_limit = 256);
create index search_text_words on search_text using gin (words)
  with (gin_pending_list_limit = 256);

-- Words of titles, names and tags: what the last word of a query may become.
create table search_word (
  word text collate "C" not null,
  doc bigint not null,
  primary key (word, doc)
);
create index search_word_doc on search_word (doc);

-- Prefixes are compared byte by byte, whatever the database's locale.
create index tag_prefix on tag (slug text_pattern_ops) where not banned and usage_count > 0;
create index profile_prefix on profile (handle_key text_pattern_ops) where listed;
