//! A file with fields beside it: `multipart/form-data`.

use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use bytes::Bytes;
use quire_edge::Failure;
use quire_edge::problem::{Problem, catalogue};

/// The most fields beside the file.
const FIELDS: usize = 100;
/// The longest value of a field beside the file, in bytes.
const FIELD_BYTES: usize = 4_096;

/// A file and what was said about it.
#[derive(Debug)]
pub struct Upload {
    /// The name the file came with.
    pub name: String,
    /// Its content.
    pub bytes: Bytes,
    fields: Vec<(String, String)>,
}

impl Upload {
    /// Reads a request. Call it when the sender's right is known: the file may be large.
    pub async fn read(request: Request) -> Result<Self, Failure> {
        let mut parts = Multipart::from_request(request, &())
            .await
            .map_err(|_other_kind| {
                Problem::new(&catalogue::UNSUPPORTED_MEDIA_TYPE)
                    .detail("send multipart/form-data with the file in the part `file`")
            })?;
        let (mut file, mut fields) = (None, Vec::new());
        while let Some(part) = parts.next_field().await.map_err(|error| broken(&error))? {
            let name = part.name().unwrap_or_default().to_owned();
            if name == "file" {
                let called = part.file_name().unwrap_or("upload").to_owned();
                let bytes = part.bytes().await.map_err(|error| broken(&error))?;
                if file.replace((called, bytes)).is_some() {
                    return Err(wrong("/file", "send one file").into());
                }
                continue;
            }
            let value = part.text().await.map_err(|error| broken(&error))?;
            if value.len() > FIELD_BYTES || fields.len() == FIELDS {
                return Err(wrong(&format!("/{name}"), "too much was sent").into());
            }
            fields.push((name, value));
        }
        let (name, bytes) = file.ok_or_else(|| {
            Problem::new(&catalogue::MISSING_FIELD).at(
                "/file",
                &catalogue::MISSING_FIELD,
                "send the file in the part `file`",
            )
        })?;
        Ok(Self {
            name,
            bytes,
            fields,
        })
    }

    /// Takes every value of a field; an empty one counts as none, as forms send it.
    pub fn all(&mut self, name: &str) -> Vec<String> {
        let (taken, left) = std::mem::take(&mut self.fields)
            .into_iter()
            .partition(|(key, _)| key == name);
        self.fields = left;
        let taken: Vec<(String, String)> = taken;
        taken
            .into_iter()
            .map(|(_, value)| value)
            .filter(|value| !value.trim().is_empty())
            .collect()
    }

    /// The names of the fields nobody took.
    pub fn left(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|(name, _)| name.as_str())
    }
}

fn wrong(pointer: &str, message: &'static str) -> Problem {
    Problem::new(&catalogue::INVALID_FIELD).at(
        pointer.to_owned(),
        &catalogue::INVALID_FIELD,
        message,
    )
}

fn broken(error: &MultipartError) -> Failure {
    let entry = if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        &catalogue::PAYLOAD_TOO_LARGE
    } else {
        &catalogue::MALFORMED_FORM
    };
    Failure(Problem::new(entry).detail("the parts of the body could not be read"))
}
