"""A stand-in for Stripe that keeps state over HTTP: started by the demo and the tests, never else.

It knows what Praksisvej asks of Stripe: Checkout Sessions with their page, refunds, balance
transactions, disputes, signed webhooks, idempotency keys. Its answers have the shape Stripe
publishes. Money is whole minor units (øre), a currency three small letters, a time Unix seconds.
"""
