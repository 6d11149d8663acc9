import { publicUrl } from '#web/app/network/page-address.ts';
import { mount } from '#web/app/mount.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { readAddress } from './read-address.ts';

const address = readAddress(location.href, publicUrl());
// The same path would load this page again.
if (address.at === 'repaired' && new URL(address.href).pathname !== location.pathname) location.replace(address.href);
else mount(() => <NotFoundPage address={address} />);
