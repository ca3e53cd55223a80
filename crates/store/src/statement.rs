//! Statements: literal, named, the same text for both engines wherever that is possible.

/// A statement in the words both engines share, or in each engine's own. Only literals can be one.
#[derive(Debug)]
pub struct Statement {
    /// `module::function`: the label of its span, metric and error.
    pub name: &'static str,
    /// The text for SQLite, with `?1` where the source says `$1`.
    pub sqlite: &'static str,
    /// The text for PostgreSQL.
    pub postgres: &'static str,
    /// How many columns it returns; `None` when it returns a count of changed rows.
    pub columns: Option<usize>,
    /// Whether it changes rows.
    pub writes: bool,
}

/// SQLite reads `$1` as a name and numbers names by appearance; `?1` is the number one. Both are
/// equally long, so the text can be turned while it is compiled.
#[doc(hidden)]
#[expect(
    clippy::indexing_slicing,
    reason = "const evaluation knows no iterators; an index past the end would not compile"
)]
pub const fn numbered<const N: usize>(sql: &str) -> [u8; N] {
    let bytes = sql.as_bytes();
    let mut out = [0; N];
    let mut place = 0;
    while place < N {
        let parameter = bytes[place] == b'$' && place + 1 < N && bytes[place + 1].is_ascii_digit();
        out[place] = if parameter { b'?' } else { bytes[place] };
        place += 1;
    }
    out
}

/// `quire_store::stories::texts::by_slug` -> `stories::by_slug`.
#[doc(hidden)]
#[expect(
    clippy::indexing_slicing,
    reason = "const evaluation knows no iterators; an index past the end would not compile"
)]
pub const fn label<const N: usize>(path: &str, crate_part: usize, module_end: usize) -> [u8; N] {
    let bytes = path.as_bytes();
    let mut out = [0; N];
    let mut place = 0;
    while place < N {
        let from = place + crate_part;
        out[place] = bytes[if from < module_end {
            from
        } else {
            from + TEXTS.len()
        }];
        place += 1;
    }
    out
}

/// The name of the hidden module that [`statements!`](crate::statements) keeps its texts in.
#[doc(hidden)]
pub const TEXTS: &str = "texts::";

/// The text of bytes made by [`numbered`] or [`label`].
#[doc(hidden)]
pub const fn text(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}

/// The statements of one noun: a typed async function for each, and `ALL` of them in a list.
///
/// * `fn name(args) -> [Vec<T>]`, `[Option<T>]` or `[One<T>]` read; any unit can run them.
/// * `change name(args) -> [Count]` (rows changed), `[Vec<T>]`, `[Option<T>]` or `[One<T>]` (rows
///   returned) write; only a [`Writing`](crate::Writing) can run them.
/// * The body is one literal, or `sqlite: "…", postgres: "…"` where the engines differ.
#[macro_export]
macro_rules! statements {
    ($($(#[$doc:meta])* $kind:ident $name:ident($($arg:ident: $ty:ty),* $(,)?) -> [$($out:tt)*] { $($body:tt)* })*) => {
        #[expect(non_upper_case_globals, reason = "each text is named after its function")]
        mod texts {
            use super::*;
            const MODULE_END: usize = module_path!().len() + 2 - $crate::statement::TEXTS.len();
            const CRATE_PART: usize = "quire_store::".len();
            // The glob is for the records a noun has; this is its use where a noun has none.
            const _: &[&$crate::Statement] = ALL;

            $(pub static $name: $crate::Statement = {
                const PATH: &str = concat!(module_path!(), "::", stringify!($name));
                const LABEL: [u8; PATH.len() - CRATE_PART - $crate::statement::TEXTS.len()] =
                    $crate::statement::label(PATH, CRATE_PART, MODULE_END);
                const SQLITE_SOURCE: &str = $crate::statements!(@sqlite $($body)*);
                const SQLITE: [u8; SQLITE_SOURCE.len()] = $crate::statement::numbered(SQLITE_SOURCE);
                $crate::Statement {
                    name: $crate::statement::text(&LABEL),
                    sqlite: $crate::statement::text(&SQLITE),
                    postgres: $crate::statements!(@postgres $($body)*),
                    columns: $crate::statements!(@columns $($out)*),
                    writes: $crate::statements!(@writes $kind),
                }
            };)*
        }

        $($crate::statements!(@function $kind $(#[$doc])* $name ($($arg: $ty),*) [$($out)*]);)*

        /// Every statement of this noun.
        pub static ALL: &[&$crate::Statement] = &[$(&texts::$name),*];
    };

    (@sqlite $text:literal) => { $text };
    (@sqlite sqlite: $sqlite:literal, postgres: $postgres:literal $(,)?) => { $sqlite };
    (@postgres $text:literal) => { $text };
    (@postgres sqlite: $sqlite:literal, postgres: $postgres:literal $(,)?) => { $postgres };

    (@columns Count) => { None };
    (@columns Vec<$t:ty>) => { Some(<$t as $crate::FromRow>::COLUMNS) };
    (@columns Option<$t:ty>) => { Some(<$t as $crate::FromRow>::COLUMNS) };
    (@columns One<$t:ty>) => { Some(<$t as $crate::FromRow>::COLUMNS) };

    (@writes fn) => { false };
    (@writes change) => { true };

    (@result Count) => { u64 };
    (@result Vec<$t:ty>) => { Vec<$t> };
    (@result Option<$t:ty>) => { Option<$t> };
    (@result One<$t:ty>) => { $t };

    (@function fn $(#[$doc:meta])* $name:ident ($($arg:ident: $ty:ty),*) [$($out:tt)*]) => {
        $(#[$doc])*
        pub async fn $name(
            unit: &mut impl $crate::Unit,
            $($arg: $ty),*
        ) -> $crate::Result<$crate::statements!(@result $($out)*)> {
            $crate::statements!(@run unit, $name, [$($out)*], [$($arg),*])
        }
    };
    (@function change $(#[$doc:meta])* $name:ident ($($arg:ident: $ty:ty),*) [$($out:tt)*]) => {
        $(#[$doc])*
        pub async fn $name(
            unit: &mut $crate::Writing,
            $($arg: $ty),*
        ) -> $crate::Result<$crate::statements!(@result $($out)*)> {
            $crate::statements!(@run unit, $name, [$($out)*], [$($arg),*])
        }
    };

    (@run $unit:ident, $name:ident, [Count], [$($arg:ident),*]) => {
        $crate::Unit::change($unit, &texts::$name, &[$($crate::ToParam::to_param(&$arg)),*]).await
    };
    (@run $unit:ident, $name:ident, [Vec<$t:ty>], [$($arg:ident),*]) => {
        $crate::Unit::rows::<$t>($unit, &texts::$name, &[$($crate::ToParam::to_param(&$arg)),*]).await
    };
    (@run $unit:ident, $name:ident, [Option<$t:ty>], [$($arg:ident),*]) => {
        $crate::Unit::optional::<$t>($unit, &texts::$name, &[$($crate::ToParam::to_param(&$arg)),*]).await
    };
    (@run $unit:ident, $name:ident, [One<$t:ty>], [$($arg:ident),*]) => {
        $crate::Unit::one::<$t>($unit, &texts::$name, &[$($crate::ToParam::to_param(&$arg)),*]).await
    };
}
