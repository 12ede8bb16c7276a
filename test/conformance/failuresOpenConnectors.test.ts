import { testFailures } from './failures';

testFailures('openConnectors');
