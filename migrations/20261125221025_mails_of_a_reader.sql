DROP INDEX "mail_of_organisation";--> statement-breakpoint
CREATE INDEX "mail_to_recipient" ON "mail" USING btree ("recipient");--> statement-breakpoint
CREATE INDEX "mail_of_organisation" ON "mail" USING btree ("organisation_id","id");