import { insightly } from '../../nodes/OpenConnectors/connectors/insightly/definition';
import { pathOf } from '../../nodes/OpenConnectors/streams/definition';
import { expectTableOf } from './specificationTable';
import table from './specifications/insightly.json';

const searches = new Map(Object.entries(table.searches));

describe('the specification of Insightly', () => {
	it.each(insightly.resources.map((resource) => [resource.name, pathOf(resource)]))(
		'has the path of %s, %s, with the parameters that are sent',
		(_name, path) => {
			const parameters = searches.get(path)?.split(' ');
			for (const parameter of [
				'updated_after_utc',
				'field_name',
				'field_value',
				'skip',
				'top',
				'count_total',
			])
				expect(parameters).toContain(parameter);
		},
	);

	it('has no path that is not there', () => {
		expect(searches.get('/Nothing/Search')).toBeUndefined();
	});
});

expectTableOf('insightly', table);
