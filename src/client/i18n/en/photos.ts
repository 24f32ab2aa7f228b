import type { Texts } from '../texts.ts';
import type { photosZh } from '../zh/photos.ts';

export const photosEn: Texts<typeof photosZh> = {
  photos: {
    title: 'Photos',
    take: 'Take a photo',
    another: 'Take another',
    wanted: 'This item wants a photo: take one first.',
    safe: 'Photos carry no location. They are kept encrypted here and upload by themselves when there is a connection.',
    alt: 'Photo {{number}}',
    remove: 'Remove',
    waiting: 'Photo to follow',
    unreadable: 'This photo could not be read and was not added. Please take another.',
    full: 'This tablet is full and the photo was not saved. Delete photos or apps, then try again.',
  },
};
