CREATE INDEX "delegation_of_finess" ON "delegation" USING btree ("finess");--> statement-breakpoint
CREATE INDEX "delegation_of_siret" ON "delegation" USING btree ("siret");