// The life of a job through the client that openapi-generator writes for Go.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	weir "example.com/clients/weir"
)

var (
	ctx = context.Background()
	api *weir.APIClient
)

// until asks until the answer is there, for a minute at most.
func until(what string, look func() bool) {
	for tries := 0; tries < 600; tries++ {
		if look() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	log.Fatalf("Waited in vain for %s.", what)
}

func must[T any](value T, err error) T {
	if err != nil {
		var failed *weir.GenericOpenAPIError
		if errors.As(err, &failed) {
			log.Fatalf("%v: %s", err, failed.Body())
		}
		log.Fatal(err)
	}
	return value
}

func settled(operation *weir.Operation) *weir.Operation {
	var ended *weir.Operation
	until("the end of "+operation.Kind, func() bool {
		seen, _, err := api.PlatformAPI.GetOperation(ctx, operation.Id).Execute()
		ended = must(seen, err)
		return ended.FinishedAt.Get() != nil
	})
	if ended.Status != "SUCCEEDED" {
		log.Fatalf("%s is %s: %s", ended.Kind, ended.Status, ended.Error.Get().Message)
	}
	fmt.Printf("%s: %s\n", ended.Kind, ended.Status)
	return ended
}

func reached(jobID string, state weir.JobState) *weir.Job {
	var job *weir.Job
	until(string(state), func() bool {
		seen, _, err := api.JobsAPI.GetJob(ctx, jobID).Execute()
		job = must(seen, err)
		return job.State == state
	})
	return job
}

func main() {
	configuration := weir.NewConfiguration()
	configuration.Servers = weir.ServerConfigurations{{URL: os.Args[1]}}
	api = weir.NewAPIClient(configuration)

	var spec weir.JobSpecRequest
	if err := json.Unmarshal(must(os.ReadFile(os.Args[2])), &spec); err != nil {
		log.Fatal(err)
	}
	spec.Name = "go client"
	key := fmt.Sprintf("go-%d", time.Now().UnixNano())
	created, _, err := api.JobsAPI.CreateJob(ctx).JobSpecRequest(spec).IdempotencyKey(key).Execute()
	job := must(created, err)
	fmt.Printf("submitted %s, created at %s\n", job.Name, time.UnixMilli(job.CreatedAt).UTC())
	reached(job.Id, weir.JOBSTATE_RUNNING)

	var latest weir.Checkpoint
	until("two checkpoints", func() bool {
		seen, _, err := api.CheckpointsAPI.ListCheckpoints(ctx, job.Id).Status("COMPLETED").Execute()
		page := must(seen, err)
		if page.Counts.Completed < 2 {
			return false
		}
		latest = page.Items[0]
		return true
	})
	seen, _, err := api.CheckpointsAPI.GetCheckpoint(ctx, job.Id, latest.Id).Execute()
	detail := must(seen, err)
	fmt.Printf("checkpoint %d: %d bytes of %d operators\n", latest.Id, latest.StateSize, len(detail.Operators))
	operation, _, err := api.CheckpointsAPI.TriggerCheckpoint(ctx, job.Id).Execute()
	settled(must(operation, err))

	named := weir.TriggerSavepointRequest{Name: weir.PtrString("kept")}
	operation, _, err = api.SavepointsAPI.TriggerSavepoint(ctx, job.Id).TriggerSavepointRequest(named).Execute()
	snapshotID := *settled(must(operation, err)).Result.Get().SnapshotId.Get()
	operation, _, err = api.JobsAPI.StopJob(ctx, job.Id).Execute()
	settled(must(operation, err))
	from := weir.RestoreJobRequest{SnapshotId: &snapshotID}
	operation, _, err = api.JobsAPI.RestoreJob(ctx, job.Id).RestoreJobRequest(from).Execute()
	settled(must(operation, err))
	if *reached(job.Id, weir.JOBSTATE_RUNNING).CurrentRun.Get().RestoredFrom.Get().SnapshotId.Get() != snapshotID {
		log.Fatal("The run began from another snapshot.")
	}

	operation, _, err = api.JobsAPI.CancelJob(ctx, job.Id).Execute()
	settled(must(operation, err))
	reached(job.Id, weir.JOBSTATE_CANCELED)
	must(api.JobsAPI.DeleteJob(ctx, job.Id).Execute())
	must(api.SavepointsAPI.DeleteSavepoint(ctx, snapshotID).Execute())
	_, _, err = api.JobsAPI.GetJob(ctx, job.Id).Execute()
	var failed *weir.GenericOpenAPIError
	if !errors.As(err, &failed) || failed.Model().(weir.Problem).Code != weir.PROBLEMCODE_JOB_NOT_FOUND {
		log.Fatalf("Expected JOB_NOT_FOUND, got %v.", err)
	}
	fmt.Println("deleted")
}
