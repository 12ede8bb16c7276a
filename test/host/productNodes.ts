import { ConstantContactPollTrigger } from '../../nodes/OpenConnectors/ConstantContactPollTrigger.node';
import { FreshdeskPollTrigger } from '../../nodes/OpenConnectors/FreshdeskPollTrigger.node';
import { IContactPollTrigger } from '../../nodes/OpenConnectors/IContactPollTrigger.node';
import { InsightlyPollTrigger } from '../../nodes/OpenConnectors/InsightlyPollTrigger.node';
import { KeapPollTrigger } from '../../nodes/OpenConnectors/KeapPollTrigger.node';
import { MaximizerPollTrigger } from '../../nodes/OpenConnectors/MaximizerPollTrigger.node';

/** The node of each product, by its connector. */
export const PRODUCT_NODES = {
	constantcontact: new ConstantContactPollTrigger(),
	freshdesk: new FreshdeskPollTrigger(),
	icontact: new IContactPollTrigger(),
	infusionsoftrest: new KeapPollTrigger(),
	insightly: new InsightlyPollTrigger(),
	maximizer: new MaximizerPollTrigger(),
};
