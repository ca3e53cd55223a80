-- Full-text search. Texts come folded: words of letters and digits, parted by single spaces.
-- `doc` is the place of a document among all of its kind, the newest last.

create table search_document (
  doc integer not null primary key,
  object_id uuid not null,
  story_id uuid
);
create unique index search_document_object on search_document (object_id);
create index search_document_story on search_document (story_id);

create virtual table search_text using fts5 (
  title, body,
  content = '', contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 0'
);

-- Words of titles, names and tags: what the last word of a query may become.
create table search_word (
  word text not null,
  doc bigint not null,
  primary key (word, doc)
) without rowid;
create index search_word_doc on search_word (doc);

create index tag_prefix on tag (slug) where not banned and usage_count > 0;
create index profile_prefix on profile (handle_key) where listed;
