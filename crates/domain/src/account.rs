//! Accounts: what they may be, and how strangers become one.

use crate::word::words;

words! {
    /// Where an account stands.
    pub enum AccountStatus {
        /// Registered; a staff member has to agree first.
        Pending = "pending",
        /// May read and write.
        Active = "active",
        /// May read and export, may not write.
        Suspended = "suspended",
        /// May do nothing; works are hidden.
        Banned = "banned",
    }
}

words! {
    /// What an account may do beyond its own works.
    pub enum Role {
        /// Reads, and writes own stories.
        Member = "member",
        /// Looks at reports.
        Moderator = "moderator",
        /// Decides on reports.
        SeniorModerator = "senior_moderator",
        /// Runs the site.
        Admin = "admin",
    }
}

impl Role {
    /// Whether the role carries duties for others; staff passwords are longer.
    pub const fn is_staff(self) -> bool {
        !matches!(self, Self::Member)
    }
}

words! {
    /// How strangers become members.
    pub enum RegistrationMode {
        /// Anyone may register.
        Open = "open",
        /// Anyone may ask; staff agree.
        Approval = "approval",
        /// Only with an invitation.
        Invite = "invite",
        /// Nobody.
        Closed = "closed",
    }
}

words! {
    /// Who may see a profile's details.
    pub enum ProfileVisibility {
        /// Everyone.
        Public = "public",
        /// Followers.
        Followers = "followers",
        /// Nobody else.
        Private = "private",
    }
}

words! {
    /// What a login was made from.
    pub enum SessionKind {
        /// A browser, with a cookie.
        Web = "web",
        /// A reading app or another program, with a header.
        Device = "device",
    }
}

words! {
    /// What an API token may do; each contains nothing of the others.
    pub enum Scope {
        /// Read what the account may read.
        Read = "read",
        /// Record reading progress, follows and library.
        Progress = "progress",
        /// Write, publish and import stories.
        Write = "write",
        /// Staff actions, when the account's role allows them.
        Admin = "admin",
    }
}
