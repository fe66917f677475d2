import io.weir.client.ApiClient;
import io.weir.client.ApiException;
import io.weir.client.api.CheckpointsApi;
import io.weir.client.api.JobsApi;
import io.weir.client.api.PlatformApi;
import io.weir.client.api.SavepointsApi;
import io.weir.client.model.Checkpoint;
import io.weir.client.model.JobSpecRequest;
import io.weir.client.model.JobState;
import io.weir.client.model.Operation;
import io.weir.client.model.Problem;
import io.weir.client.model.ProblemCode;
import io.weir.client.model.RestoreJobRequest;
import io.weir.client.model.TriggerSavepointRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;

/** The life of a job through the client that openapi-generator writes for Java. */
public final class LifeCycle {
  private static PlatformApi platform;
  private static JobsApi jobs;

  public static void main(String[] arguments) throws Exception {
    ApiClient client = new ApiClient();
    client.updateBaseUri(arguments[0]);
    jobs = new JobsApi(client);
    platform = new PlatformApi(client);
    CheckpointsApi checkpoints = new CheckpointsApi(client);
    SavepointsApi savepoints = new SavepointsApi(client);

    JobSpecRequest spec =
        client.getObjectMapper().readValue(Path.of(arguments[1]).toFile(), JobSpecRequest.class);
    var job = jobs.createJob(spec.name("java client"), "java-" + System.nanoTime());
    UUID jobId = job.getId();
    System.out.printf("submitted %s, created at %s%n", job.getName(), Instant.ofEpochMilli(job.getCreatedAt()));
    reached(jobId, JobState.RUNNING);

    Checkpoint latest = until("two checkpoints", () -> {
      var page = checkpoints.listCheckpoints(jobId, null, null, "COMPLETED", null, null);
      return page.getCounts().getCompleted() >= 2 ? page.getItems().get(0) : null;
    });
    var detail = checkpoints.getCheckpoint(jobId, latest.getId());
    System.out.printf(
        "checkpoint %d: %d bytes of %d operators%n",
        latest.getId(), latest.getStateSize(), detail.getOperators().size());
    settled(checkpoints.triggerCheckpoint(jobId, null, null));

    UUID snapshotId =
        settled(savepoints.triggerSavepoint(jobId, null, new TriggerSavepointRequest().name("kept")))
            .getResult()
            .getSnapshotId();
    settled(jobs.stopJob(jobId, null, null));
    settled(jobs.restoreJob(jobId, new RestoreJobRequest().snapshotId(snapshotId), null));
    reached(jobId, JobState.RUNNING);
    if (!snapshotId.equals(jobs.getJob(jobId).getCurrentRun().getRestoredFrom().getSnapshotId()))
      throw new IllegalStateException("The run began from another snapshot.");

    settled(jobs.cancelJob(jobId, null, null));
    reached(jobId, JobState.CANCELED);
    jobs.deleteJob(jobId);
    savepoints.deleteSavepoint(snapshotId);
    try {
      jobs.getJob(jobId);
      throw new IllegalStateException("A deleted job is answered.");
    } catch (ApiException error) {
      Problem problem = client.getObjectMapper().readValue(error.getResponseBody(), Problem.class);
      if (problem.getCode() != ProblemCode.JOB_NOT_FOUND) throw error;
    }
    System.out.println("deleted");
  }

  private static Operation settled(Operation operation) throws Exception {
    Operation ended = until("the end of " + operation.getKind(), () -> {
      Operation seen = platform.getOperation(operation.getId());
      return seen.getFinishedAt() == null ? null : seen;
    });
    if (ended.getStatus() != Operation.StatusEnum.SUCCEEDED) throw new IllegalStateException(ended.toString());
    System.out.printf("%s: %s%n", ended.getKind(), ended.getStatus());
    return ended;
  }

  private static void reached(UUID jobId, JobState state) throws Exception {
    until(state.getValue(), () -> jobs.getJob(jobId).getState() == state ? true : null);
  }

  /** Asks until the answer is there, for a minute at most. */
  private static <T> T until(String what, Callable<T> look) throws Exception {
    for (int tries = 0; tries < 600; tries++) {
      T seen = look.call();
      if (seen != null) return seen;
      Thread.sleep(100);
    }
    throw new IllegalStateException("Waited in vain for " + what + ".");
  }
}
