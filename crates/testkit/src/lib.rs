//! For tests only: private services, a server in a box, a clock and chance that obey.
