"""The life of a job through the client that openapi-generator writes for Python."""

import sys
import time

from weir_client import (
    ApiClient,
    CheckpointsApi,
    Configuration,
    JobsApi,
    JobSpecRequest,
    PlatformApi,
    RestoreJobRequest,
    SavepointsApi,
    TriggerSavepointRequest,
)
from weir_client.exceptions import NotFoundException

client = ApiClient(Configuration(host=sys.argv[1]))
jobs, checkpoints, savepoints, platform = (
    JobsApi(client),
    CheckpointsApi(client),
    SavepointsApi(client),
    PlatformApi(client),
)


def until(what, look):
    """Asks until the answer is there, for a minute at most."""
    for _ in range(600):
        seen = look()
        if seen is not None:
            return seen
        time.sleep(0.1)
    raise TimeoutError(f"Waited in vain for {what}.")


def settled(operation):
    def look():
        seen = platform.get_operation(operation.id)
        return None if seen.finished_at is None else seen

    ended = until(f"the end of {operation.kind}", look)
    assert ended.status == "SUCCEEDED", ended.error
    print(f"{ended.kind}: {ended.status}")
    return ended


def reached(state):
    return until(state, lambda: True if jobs.get_job(job_id).state.value == state else None)


with open(sys.argv[2], encoding="utf-8") as file:
    spec = JobSpecRequest.from_json(file.read())
spec.name = "python client"
job = jobs.create_job(spec, idempotency_key=f"python-{time.time_ns()}")
job_id = job.id
assert isinstance(job.created_at, int)
print(f"submitted {job.name}, created at {job.created_at}")
reached("RUNNING")


def two_completed():
    page = checkpoints.list_checkpoints(job_id, status="COMPLETED")
    return page.items[0] if page.counts.completed >= 2 else None


latest = until("two checkpoints", two_completed)
detail = checkpoints.get_checkpoint(job_id, latest.id)
print(f"checkpoint {latest.id}: {latest.state_size} bytes of {len(detail.operators)} operators")
settled(checkpoints.trigger_checkpoint(job_id))

taken = settled(savepoints.trigger_savepoint(job_id, trigger_savepoint_request=TriggerSavepointRequest(name="kept")))
snapshot_id = taken.result.snapshot_id
settled(jobs.stop_job(job_id))
settled(jobs.restore_job(job_id, RestoreJobRequest(snapshot_id=snapshot_id)))
reached("RUNNING")
assert jobs.get_job(job_id).current_run.restored_from.snapshot_id == snapshot_id

settled(jobs.cancel_job(job_id))
reached("CANCELED")
jobs.delete_job(job_id)
savepoints.delete_savepoint(snapshot_id)
try:
    jobs.get_job(job_id)
    raise AssertionError("A deleted job is answered.")
except NotFoundException as error:
    assert error.data.code.value == "JOB_NOT_FOUND", error.data
print("deleted")
