"""The life of a job through the client that openapi-python-client writes."""

import json
import sys
import time

from weir_client import Client
from weir_client.api.checkpoints import get_checkpoint, list_checkpoints, trigger_checkpoint
from weir_client.api.jobs import cancel_job, create_job, delete_job, get_job, restore_job, stop_job
from weir_client.api.platform import get_operation
from weir_client.api.savepoints import delete_savepoint, trigger_savepoint
from weir_client.models import (
    JobSpecRequest,
    ListCheckpointsStatus,
    Problem,
    RestoreJobRequest,
    TriggerSavepointRequest,
)

client = Client(base_url=sys.argv[1])


def until(what, look):
    """Asks until the answer is there, for a minute at most."""
    for _ in range(600):
        seen = look()
        if seen is not None:
            return seen
        time.sleep(0.1)
    raise TimeoutError(f"Waited in vain for {what}.")


def settled(operation):
    assert not isinstance(operation, Problem), operation

    def look():
        seen = get_operation.sync(operation.id, client=client)
        return None if seen.finished_at is None else seen

    ended = until(f"the end of {operation.kind}", look)
    assert ended.status == "SUCCEEDED", ended.error
    print(f"{ended.kind}: {ended.status}")
    return ended


def reached(state):
    return until(state, lambda: True if get_job.sync(job_id, client=client).state == state else None)


with open(sys.argv[2], encoding="utf-8") as file:
    spec = JobSpecRequest.from_dict(json.load(file))
spec.name = "python-httpx client"
job = create_job.sync(client=client, body=spec, idempotency_key=f"python-httpx-{time.time_ns()}")
assert not isinstance(job, Problem), job
job_id = job.id
assert isinstance(job.created_at, int)
print(f"submitted {job.name}, created at {job.created_at}")
reached("RUNNING")


def two_completed():
    page = list_checkpoints.sync(job_id, client=client, status=ListCheckpointsStatus.COMPLETED)
    return page.items[0] if page.counts.completed >= 2 else None


latest = until("two checkpoints", two_completed)
detail = get_checkpoint.sync(job_id, latest.id, client=client)
print(f"checkpoint {latest.id}: {latest.state_size} bytes of {len(detail.operators)} operators")
settled(trigger_checkpoint.sync(job_id, client=client))

taken = settled(trigger_savepoint.sync(job_id, client=client, body=TriggerSavepointRequest(name="kept")))
snapshot_id = taken.result.snapshot_id
settled(stop_job.sync(job_id, client=client))
settled(restore_job.sync(job_id, client=client, body=RestoreJobRequest(snapshot_id=snapshot_id)))
reached("RUNNING")
assert get_job.sync(job_id, client=client).current_run.restored_from.snapshot_id == snapshot_id

settled(cancel_job.sync(job_id, client=client))
reached("CANCELED")
assert delete_job.sync_detailed(job_id, client=client).status_code == 204
assert delete_savepoint.sync_detailed(snapshot_id, client=client).status_code == 204
problem = get_job.sync(job_id, client=client)
assert isinstance(problem, Problem) and problem.code == "JOB_NOT_FOUND", problem
print("deleted")
