use super::*;

const DELETIONS: [Deletion; 3] = [Deletion::None, Deletion::ByAuthor, Deletion::ByOther];

const OPEN: StoryFacts = StoryFacts {
    state: StoryState::Published,
    audience: Audience::Public,
    moderation: ModerationState::Ok,
    deletion: Deletion::None,
    owner: AccountStatus::Active,
    rating: Rating::General,
};
const CHAPTER: ChapterFacts = ChapterFacts {
    state: ChapterState::Published,
    moderation: ModerationState::Ok,
    deletion: Deletion::None,
};

fn account() -> AccountId {
    AccountId::from(uuid::Uuid::from_u128(7))
}

fn viewers() -> Vec<Viewer> {
    let mut all = Vec::new();
    for account in [None, Some(account())] {
        for on_case in [false, true] {
            for collaborator in [None]
                .into_iter()
                .chain(CollaboratorRole::ALL.iter().copied().map(Some))
            {
                for follows in [false, true] {
                    for age_confirmed in [false, true] {
                        all.push(Viewer {
                            account,
                            on_case,
                            collaborator,
                            follows,
                            age_confirmed,
                        });
                    }
                }
            }
        }
    }
    all
}

fn stories() -> Vec<StoryFacts> {
    let mut all = Vec::new();
    for state in StoryState::ALL.iter().copied() {
        for audience in Audience::ALL.iter().copied() {
            for moderation in ModerationState::ALL.iter().copied() {
                for deletion in DELETIONS {
                    for owner in AccountStatus::ALL.iter().copied() {
                        for rating in Rating::ALL.iter().copied() {
                            all.push(StoryFacts {
                                state,
                                audience,
                                moderation,
                                deletion,
                                owner,
                                rating,
                            });
                        }
                    }
                }
            }
        }
    }
    all
}

fn chapters() -> Vec<Option<ChapterFacts>> {
    let mut all = vec![None];
    for state in ChapterState::ALL.iter().copied() {
        for moderation in ModerationState::ALL.iter().copied() {
            for deletion in DELETIONS {
                all.push(Some(ChapterFacts {
                    state,
                    moderation,
                    deletion,
                }));
            }
        }
    }
    all
}

/// Every combination there is: 80 viewers, 3,600 stories, 49 chapters.
fn everything(mut check: impl FnMut(&Viewer, StoryFacts, Option<ChapterFacts>, Access)) {
    let (viewers, chapters) = (viewers(), chapters());
    for story in stories() {
        for chapter in chapters.iter().copied() {
            for viewer in &viewers {
                let access = can_read(viewer, story, chapter);
                check(viewer, story, chapter, access);
            }
        }
    }
}

#[test]
fn the_implications_hold_for_every_combination() {
    let mut seen = 0_u32;
    everything(|viewer, story, chapter, access| {
        let case = || format!("{viewer:?} {story:?} {chapter:?} {access:?}");
        let insider = viewer.account.is_some() && (viewer.on_case || viewer.collaborator.is_some());
        seen += 1;
        if insider {
            assert_eq!(access, Access::Full, "{}", case());
            return;
        }
        let published = story.state == StoryState::Published
            && chapter.is_none_or(|chapter| chapter.state == ChapterState::Published);
        if !published || story.audience == Audience::Private {
            assert_eq!(
                access,
                Access::NotFound,
                "never shown, never admitted: {}",
                case()
            );
        }
        if matches!(story.owner, AccountStatus::Banned | AccountStatus::Pending) {
            assert_eq!(access, Access::NotFound, "{}", case());
        }
        let deletions = [
            story.deletion,
            chapter.map_or(Deletion::None, |chapter| chapter.deletion),
        ];
        let switches = [
            story.moderation,
            chapter.map_or(ModerationState::Ok, |chapter| chapter.moderation),
        ];
        if access.shows_metadata() {
            assert_eq!(deletions, [Deletion::None; 2], "{}", case());
            assert!(!switches.contains(&ModerationState::Hidden), "{}", case());
            assert!(
                !switches.contains(&ModerationState::RemovedLegal),
                "{}",
                case()
            );
        }
        if deletions.contains(&Deletion::ByOther) {
            assert_eq!(access, Access::NotFound, "{}", case());
        }
        if access == Access::Gone {
            assert!(deletions.contains(&Deletion::ByAuthor), "{}", case());
        }
        if access == Access::Legal {
            assert!(
                switches.contains(&ModerationState::RemovedLegal),
                "{}",
                case()
            );
        }
        if viewer.account.is_none() {
            let stranger = can_read(&Viewer::ANONYMOUS, story, chapter);
            assert_eq!(
                access,
                stranger,
                "flags without an account mean nothing: {}",
                case()
            );
            if access != Access::NotFound {
                assert!(
                    matches!(story.audience, Audience::Public | Audience::Unlisted),
                    "{}",
                    case()
                );
            }
        }
        if access.shows_text() && story.rating.needs_confirmation() {
            assert!(
                viewer.account.is_some() && viewer.age_confirmed,
                "{}",
                case()
            );
        }
        if story.audience == Audience::Followers && access != Access::NotFound {
            assert!(viewer.account.is_some() && viewer.follows, "{}", case());
        }
    });
    assert_eq!(seen, 80 * 3_600 * 49);
}

#[test]
fn nobody_loses_by_signing_in_following_or_confirming_their_age() {
    for story in stories() {
        for chapter in chapters() {
            let mut viewer = Viewer::ANONYMOUS;
            let mut before = can_read(&viewer, story, chapter);
            for step in 0..3 {
                match step {
                    0 => viewer.account = Some(account()),
                    1 => viewer.follows = true,
                    _ => viewer.age_confirmed = true,
                }
                let after = can_read(&viewer, story, chapter);
                assert!(
                    !before.shows_metadata() || after.shows_metadata(),
                    "{viewer:?} {story:?}"
                );
                assert!(
                    !before.shows_text() || after.shows_text(),
                    "{viewer:?} {story:?}"
                );
                before = after;
            }
        }
    }
}

#[test]
fn what_is_listed_can_be_opened_by_those_who_see_the_list() {
    let mut listed = 0;
    for story in stories() {
        if is_listed(story) {
            listed += 1;
            assert!(is_listed_for_members(story), "{story:?}");
            assert!(
                can_read(&Viewer::ANONYMOUS, story, None).shows_metadata(),
                "{story:?}"
            );
            assert_eq!(story.audience, Audience::Public);
        }
        if is_listed_for_members(story) {
            assert!(
                can_read(&Viewer::member(account()), story, None).shows_metadata(),
                "{story:?}"
            );
            assert_eq!(
                story.moderation,
                ModerationState::Ok,
                "limited stories are in no list"
            );
        }
    }
    // One state, audience, moderation and deletion; two owner states; five ratings.
    assert_eq!(listed, 2 * 5);
}

#[test]
fn each_switch_of_a_story_alone_gives_its_own_answer() {
    let seen = |change: fn(&mut StoryFacts)| {
        let mut story = OPEN;
        change(&mut story);
        can_read(&Viewer::ANONYMOUS, story, Some(CHAPTER))
    };
    assert_eq!(seen(|_| ()), Access::Full);
    assert_eq!(seen(|s| s.audience = Audience::Unlisted), Access::Full);
    assert_eq!(seen(|s| s.audience = Audience::Members), Access::NotFound);
    assert_eq!(
        seen(|s| s.moderation = ModerationState::Limited),
        Access::Full
    );
    assert_eq!(
        seen(|s| s.moderation = ModerationState::Hidden),
        Access::NotFound
    );
    assert_eq!(
        seen(|s| s.moderation = ModerationState::RemovedLegal),
        Access::Legal
    );
    assert_eq!(seen(|s| s.owner = AccountStatus::Suspended), Access::Full);
    assert_eq!(seen(|s| s.owner = AccountStatus::Banned), Access::NotFound);
    assert_eq!(seen(|s| s.rating = Rating::Unrated), Access::Interstitial);
    assert_eq!(seen(|s| s.deletion = Deletion::ByAuthor), Access::Gone);
    assert_eq!(seen(|s| s.deletion = Deletion::ByOther), Access::NotFound);
    assert_eq!(seen(|s| s.state = StoryState::Withdrawn), Access::NotFound);
}

#[test]
fn each_switch_of_a_chapter_alone_gives_its_own_answer() {
    let seen = |change: fn(&mut ChapterFacts)| {
        let mut chapter = CHAPTER;
        change(&mut chapter);
        can_read(&Viewer::ANONYMOUS, OPEN, Some(chapter))
    };
    assert_eq!(
        seen(|c| c.state = ChapterState::Scheduled),
        Access::NotFound
    );
    assert_eq!(
        seen(|c| c.moderation = ModerationState::Hidden),
        Access::NotFound
    );
    assert_eq!(
        seen(|c| c.moderation = ModerationState::RemovedLegal),
        Access::Legal
    );
    assert_eq!(seen(|c| c.deletion = Deletion::ByAuthor), Access::Gone);
    assert_eq!(seen(|c| c.deletion = Deletion::ByOther), Access::NotFound);
}

#[test]
fn each_audience_opens_to_its_own() {
    let member = Viewer::member(account());
    let follower = Viewer {
        follows: true,
        ..member
    };
    let seen = |viewer: Viewer, audience| {
        can_read(&viewer, StoryFacts { audience, ..OPEN }, Some(CHAPTER))
    };
    for (audience, to_member, to_follower) in [
        (Audience::Public, Access::Full, Access::Full),
        (Audience::Unlisted, Access::Full, Access::Full),
        (Audience::Members, Access::Full, Access::Full),
        (Audience::Followers, Access::NotFound, Access::Full),
        (Audience::Private, Access::NotFound, Access::NotFound),
    ] {
        assert_eq!(seen(member, audience), to_member, "{audience}");
        assert_eq!(seen(follower, audience), to_follower, "{audience}");
    }
}

#[test]
fn a_private_text_taken_down_or_deleted_does_not_betray_that_it_was_there() {
    for story in [
        StoryFacts {
            audience: Audience::Private,
            moderation: ModerationState::RemovedLegal,
            ..OPEN
        },
        StoryFacts {
            audience: Audience::Private,
            deletion: Deletion::ByAuthor,
            ..OPEN
        },
        StoryFacts {
            state: StoryState::Draft,
            deletion: Deletion::ByAuthor,
            ..OPEN
        },
    ] {
        assert_eq!(
            can_read(&Viewer::ANONYMOUS, story, None),
            Access::NotFound,
            "{story:?}"
        );
    }
}
