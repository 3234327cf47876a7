-- D-1: the same view (people_second_locks.sql), written so that whoever asks for some boxes is answered by their indexes:
-- DISTINCT ON made the lines of all boxes first, whatever was asked for.
CREATE OR REPLACE VIEW listed_line WITH (security_invoker = true) AS
SELECT drimbox.id AS drimbox_id,
       line.id AS certificate_id,
       drimbox.position,
       drimbox.number,
       wado.host AS wado_host,
       coalesce(viewer.host, '') AS viewer_host,
       organisation.display_name AS denomination,
       line.dn AS certificate_dn,
       drimbox.support_contact,
       drimbox.added_at
  FROM drimbox
  JOIN organisation ON organisation.id = drimbox.organisation_id
  JOIN commitment ON commitment.organisation_id = drimbox.organisation_id
                 AND commitment.state IN ('active', 'frozen', 'notice', 'winding-down')
  JOIN access_point AS wado ON wado.drimbox_id = drimbox.id AND wado.kind = 'wado'
  LEFT JOIN access_point AS viewer ON viewer.drimbox_id = drimbox.id AND viewer.kind = 'viewer'
  JOIN certificate AS line ON line.drimbox_id = drimbox.id AND line.state = 'listed'
 WHERE ( drimbox.state IN ('imported', 'in-service')
      OR drimbox.state = 'suspended' AND drimbox.suspension_level = 'frozen' )
   -- One line for each distinct DN: the same name renewed is the same line, that of its first certificate.
   AND NOT EXISTS (SELECT FROM certificate AS first
                    WHERE first.drimbox_id = line.drimbox_id AND first.dn = line.dn
                      AND first.state = 'listed' AND first.id < line.id);
