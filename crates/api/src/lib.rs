//! The JSON face: one file per endpoint, OpenAPI from the routes.
