//! Books as files: reads EPUB 2, EPUB 3 and Markdown folders, writes EPUB 3 and Markdown.
