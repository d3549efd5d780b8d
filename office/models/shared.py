from django.db import models


class SharedKey(models.Model):
    """The table of `config.caches.PartlyShared`, in the shape Django's DatabaseCache wants.

    It counts failed sign-ins and remembers used codes, for minutes.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key
