//! Writing together: asked, agreed, changed, left.

use quire_app::collaborators::Invitee;
use quire_app::stories::StoryRef;
use quire_app::{Actor, PageRequest, Refused};
use quire_domain::limits::COLLABORATORS;
use quire_domain::story::CollaboratorRole;
use quire_domain::text::Handle;

use crate::on_each_engine;

fn handle(actor: &Actor) -> Handle {
    actor.member().unwrap().handle.clone()
}

fn of(actor: &Actor) -> Invitee {
    Invitee::Handle(handle(actor))
}

on_each_engine! {
    async fn one_joins_by_agreeing_and_leaves_at_will(stage: Stage) {
        let (ada, ben) = (stage.member("ada").await, stage.member("ben").await);
        let story = stage.draft(&ada, "Together").await.id;
        let (app, role, page) = (&stage.app, CollaboratorRole::CoAuthor, PageRequest::default());
        app.invite_collaborator(&ada, story, &of(&ben), role).await.unwrap();
        let asked = app.invitations(&ben, &page).await.unwrap().items;
        assert_eq!((asked[0].title.as_str(), asked[0].invited_by.as_str()), ("Together", "ada"));
        assert!(matches!(app.story(&ben, story).await, Err(Refused::NotFound)));

        app.accept_invitation(&ben, story).await.unwrap();
        assert!(app.invitations(&ben, &page).await.unwrap().items.is_empty());
        assert!(app.story(&ben, story).await.is_ok());
        assert_eq!(app.own_stories(&ben, &page).await.unwrap().items.len(), 1);

        let me = ben.account().unwrap();
        app.remove_collaborator(&ben, story, me).await.unwrap();
        assert!(matches!(app.story(&ben, story).await, Err(Refused::NotFound)));
        assert!(matches!(app.remove_collaborator(&ben, story, me).await, Err(Refused::NotFound)));
        assert!(matches!(app.accept_invitation(&ben, story).await, Err(Refused::NotFound)));
    }

    async fn only_the_owner_decides_who_writes_along(stage: Stage) {
        let (ada, ben, eve) = (
            stage.member("ada").await,
            stage.member("ben").await,
            stage.member("eve").await,
        );
        let story = stage.draft(&ada, "Owned").await.id;
        let app = &stage.app;
        app.invite_collaborator(&ada, story, &of(&ben), CollaboratorRole::CoAuthor).await.unwrap();
        app.accept_invitation(&ben, story).await.unwrap();
        let beta = CollaboratorRole::Beta;
        let refused = app.invite_collaborator(&ben, story, &of(&eve), beta).await;
        assert!(matches!(refused, Err(Refused::Forbidden(_))), "{refused:?}");
        let refused = app.invite_collaborator(&eve, story, &of(&eve), beta).await;
        assert!(matches!(refused, Err(Refused::NotFound)), "{refused:?}");
        let refused = app.remove_collaborator(&ben, story, ada.account().unwrap()).await;
        assert!(matches!(refused, Err(Refused::Forbidden(_))), "{refused:?}");
        let refused = app.remove_collaborator(&ada, story, ada.account().unwrap()).await;
        assert!(matches!(refused, Err(Refused::Conflict(_))), "{refused:?}");
        let refused = app.invite_collaborator(&ada, story, &of(&ada), beta).await;
        assert!(matches!(refused, Err(Refused::Conflict(_))), "{refused:?}");
        let owner = CollaboratorRole::Owner;
        let refused = app.invite_collaborator(&ada, story, &of(&ben), owner).await;
        assert!(matches!(refused, Err(Refused::Invalid(_))), "{refused:?}");

        // Another role counts at once, without being asked again.
        let all = app.invite_collaborator(&ada, story, &of(&ben), beta).await.unwrap();
        let ben_now = all.iter().find(|one| one.handle == handle(&ben)).unwrap();
        assert_eq!(ben_now.role, beta);
        assert!(ben_now.accepted_at.is_some());
        let refused = app.delete_story(&ben, story).await;
        assert!(matches!(refused, Err(Refused::Forbidden(_))), "{refused:?}");
        app.remove_collaborator(&ada, story, ben.account().unwrap()).await.unwrap();
        assert_eq!(app.collaborators(&ada, &StoryRef::Id(story)).await.unwrap().len(), 1);
    }

    async fn readers_are_told_of_the_authors_alone(stage: Stage) {
        let ada = stage.member("ada").await;
        let (story, _) = stage.shown(&ada, "Credits", &["Text."]).await;
        let roles = [
            ("ben", CollaboratorRole::CoAuthor, true),
            ("eve", CollaboratorRole::Editor, true),
            ("bea", CollaboratorRole::Beta, true),
            ("dan", CollaboratorRole::CoAuthor, false),
        ];
        for (name, role, agrees) in roles {
            let member = stage.member(name).await;
            stage.app.invite_collaborator(&ada, story.id, &of(&member), role).await.unwrap();
            if agrees {
                stage.app.accept_invitation(&member, story.id).await.unwrap();
            }
        }
        let which = StoryRef::Id(story.id);
        let seen = stage.app.collaborators(&Actor::ANONYMOUS, &which).await.unwrap();
        let names: Vec<_> = seen.iter().map(|one| one.handle.as_str()).collect();
        assert_eq!(names, ["ada", "ben"]);
        assert_eq!(stage.app.collaborators(&ada, &which).await.unwrap().len(), 5);
    }

    async fn a_story_has_room_for_twenty_beside_its_owner(stage: Stage) {
        let ada = stage.member("ada").await;
        let story = stage.draft(&ada, "Crowd").await.id;
        for n in 0..=COLLABORATORS {
            let member = stage.member(&format!("beta_{n}")).await;
            let role = CollaboratorRole::Beta;
            let asked = stage.app.invite_collaborator(&ada, story, &of(&member), role).await;
            assert_eq!(asked.is_ok(), n < COLLABORATORS, "{n}");
        }
        let nobody = Invitee::Handle(Handle::parse("nobody").unwrap());
        let refused = stage.app.invite_collaborator(&ada, story, &nobody, CollaboratorRole::Beta).await;
        assert!(matches!(refused, Err(Refused::Invalid(_))), "{refused:?}");
    }
}
