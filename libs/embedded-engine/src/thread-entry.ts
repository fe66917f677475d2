import { runNodeThread } from '@weir/engine-runtime';
import { composeThread } from './compose-thread.ts';

runNodeThread(composeThread);
