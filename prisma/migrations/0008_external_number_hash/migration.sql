-- What an external certificate says never changes. The hash that finds it depends on the master key, and is made anew with it.
DROP TRIGGER "ExternalCertificate_no_update";
CREATE TRIGGER "ExternalCertificate_no_update" BEFORE UPDATE OF "id", "personId", "kind", "job", "numberSealed", "way", "createdBy", "createdAt" ON "ExternalCertificate"
BEGIN SELECT RAISE(ABORT, 'ExternalCertificate never changes: its state is its events'); END;
