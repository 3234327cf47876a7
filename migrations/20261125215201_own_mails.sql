-- Whoever may read a mail that was for them reads what became of it, too: without its deliveries it would look sent.
DROP POLICY mail_delivery_own ON mail_delivery;
--> statement-breakpoint
CREATE POLICY mail_delivery_own ON mail_delivery
  USING (principal_sees_all() OR principal_in(organisation_id) OR person_id = principal_person());
