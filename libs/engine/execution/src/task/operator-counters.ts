/** Rows through one operator's subtask since the attempt began. */
export class OperatorCounters {
  readonly uid: string;
  recordsIn = 0;
  recordsOut = 0;

  constructor(uid: string) {
    this.uid = uid;
  }
}
