//! The closed lists of the product in the words of a page.

use quire_domain::account::{ProfileVisibility, RegistrationMode, Scope};
use quire_domain::chapter::{ChapterKind, ChapterState, RevisionKind};
use quire_domain::release_plan::Weekday;
use quire_domain::story::{
    AiUse, Audience, CollaboratorRole, Rating, SerialStatus, StoryState, Warning, WarningsAnswer,
};

/// One entry of a list to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: &'static str,
    /// What people read.
    pub label: &'static str,
}

impl Choice {
    /// Whether it was chosen.
    pub fn is_in(&self, values: &[String]) -> bool {
        values.iter().any(|value| value == self.value)
    }
}

/// A word of a closed list as people read it.
pub trait Shown: Copy {
    /// Every word of the list as a choice.
    const CHOICES: &'static [Choice];

    /// What people read.
    fn shown(self) -> &'static str;
}

macro_rules! shown {
    ($($list:ident { $($word:ident $label:literal,)* })*) => {$(
        impl Shown for $list {
            const CHOICES: &'static [Choice] = &[$(Choice {
                value: $list::$word.as_str(),
                label: $label,
            },)*];

            fn shown(self) -> &'static str {
                match self { $($list::$word => $label,)* }
            }
        }
    )*};
}

shown! {
    RegistrationMode {
        Open "Anyone may register",
        Approval "Anyone may ask; I decide",
        Invite "Only with an invitation",
        Closed "Nobody",
    }
    ProfileVisibility {
        Public "Everyone",
        Followers "My followers",
        Private "Only me",
    }
    Scope {
        Read "Read what I may read",
        Progress "Keep my place, follow stories",
        Write "Write, publish and import stories",
        Admin "Run the site, as far as I may",
    }
    StoryState {
        Draft "Draft",
        Published "Published",
        Withdrawn "Withdrawn",
    }
    Audience {
        Public "Everyone",
        Unlisted "Everyone who has the link",
        Members "Everyone signed in",
        Followers "Followers",
        Private "Only its authors",
    }
    SerialStatus {
        Ongoing "Ongoing",
        Hiatus "On hiatus",
        Completed "Complete",
        Dropped "Dropped",
        Oneshot "One piece",
    }
    Rating {
        General "General audiences",
        Teen "Teen and older",
        Mature "Mature",
        Explicit "Explicit",
        Unrated "Not rated",
    }
    WarningsAnswer {
        NoneApply "No warnings apply",
        Listed "The warnings below apply",
        AuthorDeclines "I choose not to say",
    }
    Warning {
        Violence "Graphic violence",
        MajorCharacterDeath "A major character dies",
        SexualViolence "Sexual violence",
        UnderageSex "Underage sexual content",
        SelfHarm "Self-harm or suicide",
        Abuse "Abuse",
        Gore "Gore",
    }
    AiUse {
        None "None",
        Assisted "A tool beside the author",
        Generated "Mostly written by a machine",
        Undeclared "Not said",
    }
    CollaboratorRole {
        Owner "Owner",
        CoAuthor "Co-author",
        Editor "Editor",
        Beta "Beta reader",
    }
    ChapterKind {
        Chapter "Chapter",
        Prologue "Prologue",
        Interlude "Interlude",
        Epilogue "Epilogue",
        Extra "Extra",
        Announcement "Announcement (has no number)",
    }
    ChapterState {
        Draft "Draft",
        Scheduled "Scheduled",
        Published "Published",
        Withdrawn "Withdrawn",
    }
    RevisionKind {
        Autosave "Kept while typing",
        Save "Saved",
        Publish "Shown to readers",
    }
    Weekday {
        Monday "Monday",
        Tuesday "Tuesday",
        Wednesday "Wednesday",
        Thursday "Thursday",
        Friday "Friday",
        Saturday "Saturday",
        Sunday "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_a_choice_of_its_list() {
        let values = |choices: &[Choice]| {
            let values = choices.iter().map(|choice| choice.value);
            values.collect::<Vec<_>>()
        };
        assert_eq!(values(Rating::CHOICES), Rating::WORDS);
        assert_eq!(values(Warning::CHOICES), Warning::WORDS);
        assert_eq!(values(Audience::CHOICES), Audience::WORDS);
        assert_eq!(values(ChapterKind::CHOICES), ChapterKind::WORDS);
        assert_eq!(values(Weekday::CHOICES), Weekday::WORDS);
        assert_eq!(Rating::Teen.shown(), "Teen and older");
    }
}
