-- L3: record, audit and published content take new rows alone.
CREATE TRIGGER "AuditRow_no_update" BEFORE UPDATE ON "AuditRow" BEGIN SELECT RAISE(ABORT, 'AuditRow is append-only'); END;
CREATE TRIGGER "AuditRow_no_delete" BEFORE DELETE ON "AuditRow" BEGIN SELECT RAISE(ABORT, 'AuditRow is append-only'); END;
CREATE TRIGGER "RecordRow_no_update" BEFORE UPDATE ON "RecordRow" BEGIN SELECT RAISE(ABORT, 'RecordRow is append-only'); END;
CREATE TRIGGER "RecordRow_no_delete" BEFORE DELETE ON "RecordRow" BEGIN SELECT RAISE(ABORT, 'RecordRow is append-only'); END;
CREATE TRIGGER "ContentVersion_no_update" BEFORE UPDATE ON "ContentVersion" BEGIN SELECT RAISE(ABORT, 'ContentVersion is append-only'); END;
CREATE TRIGGER "ContentVersion_no_delete" BEFORE DELETE ON "ContentVersion" BEGIN SELECT RAISE(ABORT, 'ContentVersion is append-only'); END;
CREATE TRIGGER "SeparationCheck_no_update" BEFORE UPDATE ON "SeparationCheck" BEGIN SELECT RAISE(ABORT, 'SeparationCheck is append-only'); END;
CREATE TRIGGER "SeparationCheck_no_delete" BEFORE DELETE ON "SeparationCheck" BEGIN SELECT RAISE(ABORT, 'SeparationCheck is append-only'); END;
CREATE TRIGGER "CertificateEvent_no_update" BEFORE UPDATE ON "CertificateEvent" BEGIN SELECT RAISE(ABORT, 'CertificateEvent is append-only'); END;
CREATE TRIGGER "CertificateEvent_no_delete" BEFORE DELETE ON "CertificateEvent" BEGIN SELECT RAISE(ABORT, 'CertificateEvent is append-only'); END;
CREATE TRIGGER "Certificate_no_update" BEFORE UPDATE ON "Certificate" BEGIN SELECT RAISE(ABORT, 'Certificate never changes: its state is its events'); END;
CREATE TRIGGER "Certificate_no_delete" BEFORE DELETE ON "Certificate" BEGIN SELECT RAISE(ABORT, 'Certificate is append-only'); END;
CREATE TRIGGER "DrillPiece_no_update" BEFORE UPDATE ON "DrillPiece" BEGIN SELECT RAISE(ABORT, 'DrillPiece is append-only'); END;
CREATE TRIGGER "ClassSign_no_update" BEFORE UPDATE ON "ClassSign" BEGIN SELECT RAISE(ABORT, 'ClassSign is append-only'); END;
CREATE TRIGGER "ClassSign_no_delete" BEFORE DELETE ON "ClassSign" BEGIN SELECT RAISE(ABORT, 'ClassSign is append-only'); END;
