from payments.models.payment import NO_SHOW, Dispute, Payment, PaymentState, Way
from payments.models.reconciliation import Difference, DifferenceKind, Reconciliation
from payments.models.refund import GivenBackBecause, Refund, RefundState
from payments.models.stripe_event import StripeEvent

__all__ = [
    "NO_SHOW",
    "Difference",
    "DifferenceKind",
    "Dispute",
    "GivenBackBecause",
    "Payment",
    "PaymentState",
    "Reconciliation",
    "Refund",
    "RefundState",
    "StripeEvent",
    "Way",
]
