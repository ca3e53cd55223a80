//! What the site says of itself.

use std::sync::Arc;

/// What the site says of itself. Cheap to clone: every page carries one.
#[derive(Debug, Clone)]
pub struct Site(Arc<Words>);

#[derive(Debug)]
struct Words {
    name: String,
    description: String,
}

impl Site {
    /// A site with a name and one or two sentences.
    pub fn new(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self(Arc::new(Words {
            name: name.into(),
            description: description.into(),
        }))
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// What it is, in one or two sentences.
    pub fn description(&self) -> &str {
        &self.0.description
    }
}

impl Default for Site {
    fn default() -> Self {
        Self::new("Quire", "Stories, a chapter at a time.")
    }
}
