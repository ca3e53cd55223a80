//! Promises about whole texts: nothing hostile gets through, ids stay, nothing takes for ever.

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod page;
#[cfg(test)]
mod safety;
#[cfg(test)]
mod stability;
