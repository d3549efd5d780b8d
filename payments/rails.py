"""Which rail a payment goes on."""

from payments.by_hand_rail import ByHand
from payments.models import Payment, Way
from payments.provider import Provider
from payments.stripe_rail import Stripe

STRIPE, BY_HAND = Stripe(), ByHand()


def rail(payment: Payment) -> Provider:
    return STRIPE if payment.way == Way.CARD else BY_HAND
