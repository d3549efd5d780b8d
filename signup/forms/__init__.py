from signup.forms.likelihood import LikelihoodForm
from signup.forms.person import AddressForm, CorrectionForm, MyDataForm, SignUpForm

__all__ = ["AddressForm", "CorrectionForm", "LikelihoodForm", "MyDataForm", "SignUpForm"]
