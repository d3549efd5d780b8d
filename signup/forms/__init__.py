from signup.forms.likelihood import LikelihoodForm
from signup.forms.needs import EmergencyForm, NeedsForm
from signup.forms.person import AddressForm, CorrectionForm, MyDataForm, SignUpForm

__all__ = [
    "AddressForm",
    "CorrectionForm",
    "EmergencyForm",
    "LikelihoodForm",
    "MyDataForm",
    "NeedsForm",
    "SignUpForm",
]
