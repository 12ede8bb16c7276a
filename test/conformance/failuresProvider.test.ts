import { testFailures } from './failures';

testFailures('provider');
