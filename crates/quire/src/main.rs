//! The program: an allocator and an exit code; everything else is in the library beside it.

use std::process::ExitCode;

/// Many small allocations in each request: the system's allocator costs a tenth more time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    quire::run()
}
