//! The verbs of the product: permission, transaction, audit and outbox happen here and nowhere else.
