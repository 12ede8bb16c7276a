export const POLLER_KEY = 'event.poller.configuration';
export const DEFAULTS_KEY = 'event.poller.defaults';
export const URLS_KEY = 'event.poller.urls';
export const OBJECTS_KEY = 'event.objects';
