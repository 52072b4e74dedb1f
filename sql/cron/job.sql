-- The job of this name that belongs to the caller. $1: its name.
select j.jobid
from cron.job j
where j.jobname = $1 and j.username = current_user
