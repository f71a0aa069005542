"""Words that a slip of one letter turns into another word, so that such a difference is no typing error.

From the titles of 329,018 arXiv records: words of four to fourteen letters that stand in at least 10 titles
and are one letter (exchanged, added, missing, or swapped with its neighbour) away from another such word.
Written by `python -m benchmarks.accuracy words`.
"""

from __future__ import annotations

_WORDS = """
abel abell absorption accelerate accelerated accelerates accent accept achieve achieved achieves acid acids acquire
acquired across actin acting action actions actor actors acts actual acyclic adam adams adapted adapter adapters
adaption adaptor adaptors adas added adder adding adler admm adoption adsorption advance advanced advances adverse
aerial affect affective affects africa african after again ageing ages agev aggregate aggregated aggregates aging agns
ahead aided aids airy akari albert alert algebra algebro alice aligned aligner alike alive allow allows alloy alloys
aloha alone along alpha alps alter altitude aluminium aluminum america american amid amodal among ample amplified
amplifier amplifiers amplifies analog analogies analogs analogues analogy analyse analyses analysing analysis analyst
analyze analyzer analyzing angle angled angles angular animate animated ankle annotate annotated annular anode anova
anyon anyone anyons aperiodic apis apple apply approximate approximated apps arcs area arena aria arima arise arising
arms around arrow artefacts article articles artifacts artin arts ascent asia asian asking aspect aspherical assemble
assembled assembly assess assets asymmetric asymmetrical asymmetries asymmetry asynchronous atari atrial attitude
attribute attributed attributes atypical auction auctions audio audit australia australian automata automate automated
automation automaton average averaged averages averse aversion avoid axes axiom axioms axion axions axis babel back
bacteria bacterial bagging bags baire baker balance balanced ball balls band banded banding bands bang bank banking
banks bare bark barrier barriers bars bart base based bases basic basics basin basins basis bass batch batched batches
batching bath baths batse bayer bayes beam beams bear bearing beat beating beats been behavioral behavioural being
belief bell belle bells below belt bench bend bending bent bergman bert bessel best beta better betting bias biased
biases bidding bike billiard billion bind binding binning bipolar bird birth bitnet bits black bladder blade blame
blast bleeding blend blended blender blending blind blink blip blob bloch block blocking blocks blood bloom blow blue
blur bohm bohr bold bolt bond bonded bondi bonding bonds bone bones bonnet book books boosted booster border bordered
borders born borne boron bose boson both botnet bots bott bouncing bound bounded bounding bounds boxes braid braids
brain brains braking branched branches brand brane branes brans brats breach breadth breaking breath breeding bregman
brick bridge bridged bridges bridging bright bring bringing broad brown brst bsdes bubble bugs build built bump bunch
burn burning burst cable cache cached caches caching cafe cage cages cahn cake calculate calculated calibrate
calibrated call calling calls calm camouflage camouflaged cams cannot cant caption capture captured captures card
cards cardy care cargo carla carlo carnot carrier carriers carry carrying cars cart cascade cascaded cascades case
cases cash cast casual catalysis catalysts catch catching cation cats causal cause caused causes cave cdma cdms cell
cells centered centre centred cern certifiable certifiably cfts champ chance change changed changes changing chaos
charge charged charges charging chargino charm charmed charmless chart charting charts chase chat chats cheating
checked checker chem chen chern chess chest chip chips chirp chord chow chromatic chromatin churn cine cinematic clamp
clarify clarity clas clash class classes classified classifier claude clause clauses claw clean cleaning clear
clearing clef cleo clever clic click clicks clip clipped clipping clips cloak cloaks clock clocks clone clones cloning
close closed closer closing clothed clothes cloud clover cloze club clue clues clump cluster clustered clutter
cluttered cnns coaching coarse cobe coca coco coda code codec codecs coded coder codes coding coevolution cohen coil
coin cola cold coli collage collagen collapse collapsed collapses college collision collusion colon colony color coma
comb combine combined combs come comes comet comets comic comics coming commutation commuting comp compare compared
competence competency competing compiled compiler completing compose composed computation compute computed computer
computing concurrence concurrency cone cones confirmation conformation conic conjugate conjugated connection connes
constrain constrains constraint constraints constriction construction contact contacts contained container content
contents contest context contexts contiguous continua continual continuous contract contracting contractive contracts
contrast contrasting contrastive controlled controller conv convection converge converging converse converted
converter converting convnet convnext convolution cooking cool cooled cooling cooper coordinate coordinated
coordinates coping copper copy copying coral cord core cores corn corona coronae coronal correlated correlates cortex
cortical coset cosmic cost costs cosy could count countable countably counterpart counterparts counterparty country
counts county couple coupled coupler course court cover covers covert cpus crack cracking cracks craft crafting cramer
crank crash crater create created creates creating crime crop cropping crops cross crowd crown crust ctrl cube cubes
cuda cues cuore curation cure curie curl curricula curricular curse curve curved curves cuts cutting cvar cvpr cyclic
dagger dags daily dairy dall dama damage damaged danger dans dark dart darts dash data date dating david davies davis
dawn daya days dbar ddim ddpm dead deal dealing death debt decade decay decays deception deceptive decidable decide
deciding decodable decode decoded decoder decoding decompose decomposed deconstructing deconstruction decouple
decoupled decoy deduction deductive deep deer defect defective defence defences defend defending defense defenses
defer define defined defining deflection defocusing deft degeneration delay delays deletion deliver delivery
delocalization demo demon denoise denoised denoiser dense dental depend dependence dependency depending depletion
depth derive derived deriving describe described designed designer detail detect detective determine determined
determines detr devil diagnoses diagnosis dial dice dicke diet difficult difficulty diffuse diffused diffuser digging
dijet dilated dilation dilaton dilute diluted dilution dipolar dirac disc disco discover discovery discs disentangle
disentangled dish disinformation disk disks dive diversify diversity divide divided dividend diving dnns docking does
doing dome done donor dont door doping dose dots double doubled doubles doublet doublets doubly down draft drafting
drag dram drama draw drawn dream drift drifting drip drive driven driver drivers drives driving drone drop dropping
drops drug drum dual duality duet dune duration during dust dusty duty dyon dyson each early ease east easy eating
eccv eclipse economics economies edge edged edges edit editing edits effect effective effects egocentric eight
ejection ejections elastic elasticity election elections electro electron electrons elegans elegant elite ellipse
emerge emergence emergency emerging emery emission emissions emitted emitter emma emotion emotional emotions enable
enabled enables encode encoded encoder ending endo ends enhance enhanced enhancer enhances entangling entire epsilon
equality erase eraser estate estimate estimated estimates etale eternal ether evacuation eval evaluate evaluated
evaluation evaluations even event ever every evil evolution evolve evolved exciting exist existing exit exiting exits
exocentric expanded expander expansive expensive explained explainer explore explored explorer expose exposed extend
extensive extent external extrema extremal extreme face faces facet facets facial facilitate facilitated facilitates
facing fact factor factors factory facts factual fade fading fail fails faint fair fake fall falling fame fano fans
farm farming farms fast faster fate fault faults faulty favor feed feeding feel fell fermat fese fetal fever fewer
fiber fibered fibers fibration fibrations fibre fibred fibres fiction fictional field fields fighting file files fill
filling film films find finder finding fine finer finetune finetuned finger fire firing firm firms fish fission
fitness fits fitting five fixed fixing flag flags flair flakes flame flames flare flares flash flat flavor flaws flex
flight flights flip flipped flipping flips flocking floer flood floor flop flops flora flow flower flowing flows flrw
flux flying foam foams focal fock focus fold folds follow font fonts food fool fooling foot foraging force forced
forces forcing forging form formal formality formalization formalizing formally format formed former forming forms
formula formulae formulas forum forums found founded four fraction fractional fracture fractured fractures frame
framed frames framing frank free fret friction frictional from front fronts fuel full fully function functions fund
funding funnel fuse fused fusing gaas gabor gaia gain gained gains gait galilean galileon game games gaming gamma gans
gapped gaps garch gases gate gated gates gather gating gauge gauged gauges gauging gaugino gaze gcns gear gels gemma
gems genai gender gendered gene genera general generalisable generalise generalised generalist generalizable
generalize generalized generalizes generate generated generates generic generics genes genetic genetics genie gennes
genre genus geoai geodesic geodetic german germany germs gets getting ghost ghosts gift gini girth gist give given
gives giving gland glare glasma glass glasses glassy glast gloss glow glue gluing gluino gnns gnss godel goes going
gold good gordan gordon gpts gpus grace grad grade graded grading gradings grafting grain grained graining grains gram
gran grand grape graph grapheme graphene grating gratings gravito graviton gravity gray grazing great greek green grey
grid grit grobner groebner gross ground grounding grouped groupes groups grow grown guarantee guaranteed guarantees
guide guided guides guts gwas haar hacking hahn hair hairy half hall hallucinate hallucinated halo haloes halos
hamming hand handed hands hans hard harder hardness hardy harm harmless harms harness harper harry hash hate have
having hawking haze hazy head heads healing health healthy hear hearing heart heat heating heel height heights held
hele help henon hera herd here hero hess heterogeneous heterogenous hide hiding hill hilliard hint hiring hitting hold
holder holds hole holes hollow holm holmes holography holomorphic home homeomorphism homeomorphisms homes homography
homomorphic homomorphism homomorphisms honest honesty honey hong hood hope hopf hopping horn horne horse host hosts
hough hour house hpge hubble huber hubert huge hull humor humour hydra hydro hype hyper hypotheses hypothesis iccv
idea ideal ideals ideas identified identifiers identifies identify identities identity image imager imagery images
imagine imaging imbalance imbalanced imbalances imitation implied implies imply improve improved improves inas
increase increased increases indexed indexes india indian indic indices induce induced induces inert inertia inertial
infected infection infer infinite infinity inflation inflaton inflection influence influenced influences infra
inhibitor inhibitory inject injected injection inland inner insect insert integrate integrated intel inter internal
interpreted interpreter interval into intra inverting investigate investigated investing ionic ions irac iras iris
irish iron irony isac ising ision island isotonic isotope isotopic isotopy isotropic isotropy issue issues item iter
iterate iterated jack jahn james jamming java jets jitter john join joint joints jones jordan judgement judging
judgment jump jumping jumps junction junctions just kaehler kahler kans kaons kato keep keller kepler kick killing
kind kinds kinematic king kink kinks kite kits klein knot knots know known knows kohn kong korea korean krein kubo
label labor labs laced lack ladder lags lake lamb lambda lambdab lambdac lame lamp land landing lane large larger
laser lasers lasing last late latent later lateral latest latex latitude lava laws layer layers lazy lead leader
leaders leading leads leaf leak leaky lean leaning leap learn learned learner learning learns learnt least left legal
lego lehman leman lemma lemon lending lens lense lensed lenses lensing lepton lesion lesions less lesson lessons lets
lett letter leverage leveraged levi levy lieb lies life lift lifts light lighter lighting lightning lights ligo like
limb lime limitation line lineage lines link linkage links lion lisa list lists lite literacy literal literary litter
live lived liver lives living llama llava llms lmms load loading loads loan lobe local localize localized locate
located loci lock locking loco locus loft logic logics logit logits logo logs long look looking looks loop looping
loops loose lora lorentz lorenz losing loss lossy lost lotus loud love lower lstm lunch lung lvlms lying lyman maass
mach macro macroscopic macs made mage magnet magneto magnets mahler main maize make maker makers makes making male
managed manager manin manipulate manipulated maple mapped mapper maps march marching margin mark marked marker markers
market markets marking marl marrying mars martian martin maser masers mask masked masking masks mass masses massive
mast master mastery match matched matches matching material maternal math mathematica mathematical mathematics matter
maxima maximal maze mcts mcus mdps mean meaning measure measured measures media medial median mediation medical
medication mediqa meet meeting meets mega meissner mellin melt melting melts meme memes memetic memorize memorized
mems mental merge merged merger merging merlin mesa mesh meta metal metastases metastasis meteor meter mice micro
micron microscope microscopic microscopy midi might mild mile million milnor milp mimetic mimo mind minds mine mined
mini minima minimal minimax minimize minimizer mining minmax minor minors minos mint mira mises misinformation miso
miss mission missions mist miura mixed mixer mixing mllms mlops mlps mmse mnist mobility mock modal modality mode
model models modes modulate modulated module modules moduli modulo modulus moller moment momenta moments mond money
monge mono monte moon moore moose moral morality more mori morita moriya morse mortality mose moser moss most mother
motility motion motional motions motor motors mott mouse mouth move movers moves movie movies moyal mplug mris mssm
much mueller muller multi multilayer multiplayer multiple multiplet multiplex multiply multipole muon muse must muti
myopia myopic mystery myth naive naked name named names naming nano nanostructured nanostructures narrow nash nation
national nations native near nearby nearly neat nebula nebulae need needed needs neel neighborhood neighbourhood nemo
neon neron nerve nest nesting nets neural neuro neuron neurons neus neutral neutrino neutron neutrons never neveu
newman news next nexus neyman nice niche night nine nmssm nodal node nodes nodule nodules noise noisy noma norm normal
normality normalization normalizing normally normed norms north nose notation note notes notion notions nova novae
novo npus ntire nuanced nuances nudging null oasis observe observed observer odds odes ofdm ofdma older omega omics
oncology ones onto ontology opera operad optical optically optima optimal optimally optimize optimized optimizer opto
oral order ordered orders oscillator oscillators oscillatory other outer over overlap overlay ozone pace paced pack
packed packet packets packing pacs padding pade page pages pain paint painter painting pair pairs paley palm palsy
paper papr para parameterized parametrized parc parent paris parisi parity parker parking parse parsec parser parsing
part particle particles parts party pass passes passing passive past pasta paste patch patches patching patchy patent
path paths patient pause paving paying pbar pdes pdfs peak peaks pearson peer peft penning perceive perceived
perceiver perception perceptions perceptron perceptrons periodic perron person persona personal personalize
personalized personas persons pest phase phased phases phone phonon phononic phonons photo photographs photography
photon photonic photons photos phrase phrases pick picking pico pile pilot pinch pinn pinning pinns pion pionic pions
pipe pipeline pipelined pipelines pitch pivot place places placing plain plan plane planes planet planets planned
planner plans plant planted plants plasma plastic plasticity plate plates play player players playing plays plot plug
plus pocket pockets point pointed pointer pointing points poison poisson poker polar polder pole poles police policy
polsar poly polya polyak polyhedra polyhedral polyp pool pooled pooling pools poor pore port pose posed poser poses
poset posets position positions positron positrons possible possibly post poster posterior posteriori posteriors posts
potts pour powder power powers ppbar pqcd precessing precise preconditioned preconditioner prefer preference
preferences preferential preheating premise present presenting preserve preserved preserves presidential pretraining
prevent preventing preview prey price prices pricing primacy primary primate prime primer primes priming principle
principled principles print printed printing prior priori priors privacy private prize probable probably probe probed
probes probing probit processing produce produced produces product products profit project projected projectile
projecting projection projective promise promoting prompting prone proof proper properly property protect protected
protecting protection protective proto proton protons provable provably prove prover provide provider providers
provides proving prune pruned pruner pull pulsar pulse pulsed pulses pump pumping pumps pure purity putting qlora
quadruple quadrupole quality quant quanta quantified quantifier quantify quantile quantity quantize quantized quark
quarks quarter quartet qubit qubits qubo qudit qudits quenched quenches queueing queuing race racial racing radial
radical radii radio radiograph radiographs radiography radios radius raft raid rail rain rainy raising raman ramp
range ranging rank ranking ranks rapid rare rate rater rates rather rating ratings ratio rational rationale ratios
rays reach reaching react read reader readers reading reads ready real realm reals reason receive receiver reception
receptive recognize recognizer reconstructing reconstruction recover recovery rectified rectifier reduce reduced
reduces reduction reductive reed reef rees refer reference referenced references referential refine refined refiner
refining reflection refocusing refuse regarding regeneration regularized regularizer regulator regulatory reheating
reid reinforce reinforced reisner reissner rejection relate related relating relax relaxed relaxing relay relaying
relays reliable reliably relief relocalization remaining remote remove renal render rendered renderer rental repeating
replay reply require required requires resection reset residential resnet resolution resolve resolved resource
resourced resources rest resting retail retain retaining retarded retina retinal retraining retrieve retrieved
retriever reuse reverse reversed review revise revised revising reviving revolution rewarded rewarding rfid rgbd rgbt
rham rice rich ride ridge rigging right rights ring rings risc rise rising risk risks risky river rnas rnns road roads
robot robots roch rock rocket rods role roles roll roman rome roof room rooms root rooted roots rope roper ropes rose
rosen rota rotate rotated rotation rotor rotors rough round rounding route routed router routers routes routine
routing rover ruin rule ruled rules rumor runge runs rust saes safe safer saga sage said sail salad salam sales
salience saliency same sample sampled sampler samplers samples sand sars sato save saving saying scale scaled scales
scan scanned scanner scanning scans scar scars scfts schedule scheduled scheduler schedules schema schemas scheme
schemes schrodinger schroedinger schwartz schwarz scope scoping score scores scoring sdes sdss seal searcher searches
season sector sectors secular seds seed seeded seeding seeds seeing seek seeking seen segal segel segmented segmenter
segre seiberg seifert selberg selection selections self sense sensed senses sensing sensor sensors sensory separate
separated serial serre serve server sets setting seven sewer sewing seyfert shading shafer shah shall sham shap shape
shaped shapes shaping share shared sharing sharp sharpe sharper shaw sheaf shear sheared sheep sheet shelf shell shift
shine ship shock shocks shop shopping short shot shots show showing shows shuffle shuffled side sided sides sidis
siegel sift sige sight sign silica silico silicon silver simple simpler simplex simply simulate simulated simulation
since sine singer single singlet singly sink sinks site sites sitter situ size sized sizes skein skill skin skip skull
slab slabs slack slam slant slater slave sleep slepton slice sliced slices slicing slide slides sliding slim slime
slimming slip slit slms sloan slope slot slow slowing smale small smart smeared smes smile smoke smote snap sneutrino
snow soap soft soil solar solve solved solver solvers solves some sonar song sora sort sota sound sounding sounds soup
source sourced sources south space spaced spaces spade spain spam span spanning spans sparc spark sparse sparser spdes
speak speaker speaks spear spec specker spect spectra spectral spectro specular speed speeding speeds spell spelling
spherical spice spike spiked spikes spill spin spinal spine spinel spinning spinon spinor spins spiral splat splats
splatting splicing spline split splits splitting sport sports spot spots spring sqcd sqrt square squared squares
squark squarks squeeze squeezed ssms stabilize stabilized stabilizer stable stably stack stackelberg stacks stage
staged stages stain stained stair stakes stand star stark stars start state states status stay stdp stealth stealthy
steam steel steep steer stein stem step stepping stern stick sticky still stimulated stimulation stir stitch stitching
stock stocks stokes stone stones stop stopping store stored storm story strain strained strains strand stream
streamline streamlined stressed stresses stride strike strikes string strings stringy strip stripe striped stripes
strips stroke strong structure structured structures stuckelberg studied studies sturm style styled styles substitute
substituted such suite sums suns super superb supernova supernovae supervisor supervisory sure surge swap swarm sweep
sweet swelling swept swift swimming swin swing swiss switch switched switches switching symmetric symmetrical
symmetries symmetry synchronous synthesize synthesized synthesizer table tables tabu tabular tagged tagger tagging
tags tail tailed tailor tails take taken takes taking tale tales talk talker talking talks tall tame taming tampering
tangle tangled tangles tape task tasking tasks taste tate taub taylor tbar teach teaching team teaming teams tearing
tech tell teller tells tempering tensor tensors tent term terms test testing tests tetrahedra tetrahedral text texts
textual textural texture textured textures thai than that thats them theme then there these they thick thin thing
think thinking thinning this thompson thomson those thread threat three throughout throughput thue tide tides tied
tier ties tight tighter tile tiled tiling till tilt tilted tilting time timed timelike timeline times timing tips
tissue tissues title tits toda token tokenized tokenizer tomographic tomography tone tool tools topic topical
topographic topography topological topology topos tops torch tori toric touch tour tower towers toxic trace
traceability traceable tracer tracers traces tracial tracing track tracker trackers tracking tracks tract tractability
tractable trade trades trading trails train trained training trains trait traits tram trans transformed transformer
transit translate translated transmit transmitted transmitter trap trapping traps treat treating tree trees triad
trial trials trick tricks trie trimer trip triple triples triplet triplets tropical truck true trunk trust ttbar tube
tubes tubular tully tumor tumors tumour tune tuned tuner tuning tunnel turing turn turning tutor tutors twin twins
twiss twist twists type typed types typical typographic typography typological typology ulam umap unet unify unit
unite united units unity untangling update updated updates upgrade upgraded upgrades upsilon usage used user users
uses using vaes vague validate validated valuation valuations value valued values valve valves variates varietes
varieties vast vector vectors vehicles verb verified verifier version vertebrae vertebral vertex vertical vertices
very vesicles vessel vibe vibration vibrations viewed viewer vine viral virial visco visio vision visit vista visuo
vita vital vits vlbi vlms vlsi vocal void voip vortex vortical vortices vote voter waals wafer wait waiting wake wakes
walk walker walking walks wall walls wang want ward warm warming warning warp warping wasp waste watch watching water
wave waves ways weak wealth wear wearing weaving webs wedge weed weighing weight weighting weights weil well wells
were wess west wetting weyl whale what whats wheat wheel when where while white whole whos whose wick wide wider widom
width wiener wifi wigner wiki wild will wind winding winds wine wing wings winner winning wins winter wire wisdom wise
with witness witt witten wlans wmap wolf wolfe wood word words work works world worlds worn worse worst worth would
wound wrapping wreath write writer writing written wsns xenon xlstm yang year yeast yield yields york your zeno zero
zeroes zeros zeta zeus zone zones zoom
"""
REAL_WORDS = frozenset(_WORDS.split())
