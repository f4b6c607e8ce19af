"""One language a file, as data: adding a language is adding a file here and naming it."""
