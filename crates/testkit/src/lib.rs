//! For tests only: private services, a browser, a clock and chance that obey.
//!
//! Nothing here is linked into the product. Test suites take it as a dev-dependency.

pub mod browser;
pub mod chance;
pub mod clock;
pub mod lab;

pub use chance::SeededChance;
pub use clock::ManualClock;
