from payments.models.payment import Dispute, Payment, PaymentState, Way
from payments.models.refund import GivenBackBecause, Refund, RefundState
from payments.models.stripe_event import StripeEvent

__all__ = [
    "Dispute",
    "GivenBackBecause",
    "Payment",
    "PaymentState",
    "Refund",
    "RefundState",
    "StripeEvent",
    "Way",
]
